package io.evenkeel.perf.load;

import java.util.List;

/** How the operations of one load came to be spread over the servers of a set. */
final class Shares {

    private Shares() {}

    /**
     * What each server answered, in proportion to what it would have answered if every client had been answered as often as
     * every other: 1 for all when none is at a disadvantage. Empty where some server has no client.
     */
    static List<Double> of(List<Connection> connections, int clients) {
        int servers = connections.stream().mapToInt(Connection::server).max().orElse(0) + 1;
        var clientsOf = new int[servers];
        for (int i = 0; i < clients; i++) {
            clientsOf[connections.get(i % connections.size()).server()]++;
        }
        var answeredBy = new long[servers];
        long answered = 0;
        for (Connection connection : connections) {
            long count = connection.latencies().count();
            answeredBy[connection.server()] += count;
            answered += count;
        }
        if (clients < servers) {
            return List.of();
        }
        var shares = new Double[servers];
        for (int i = 0; i < servers; i++) {
            shares[i] = (double) answeredBy[i] / answered * clients / clientsOf[i];
        }
        return List.of(shares);
    }
}
