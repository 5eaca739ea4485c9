package io.evenkeel.perf;

import io.evenkeel.perf.server.Contender;
import io.evenkeel.perf.server.Datastore;
import io.evenkeel.perf.server.Etcd;
import io.evenkeel.perf.server.Evenkeel;
import io.evenkeel.perf.server.JvmOptions;
import io.evenkeel.perf.server.Kine;
import io.evenkeel.perf.server.Layout;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Makes contenders of what they are called on the command line: {@code etcd}, {@code kine}, {@code evenkeel}, {@code light} for
 * an evenkeel with {@link JvmOptions#light}, or the path of another source tree; each may be followed by {@code *} and a number of servers.
 *
 * @param root this source tree
 * @param further how much further the last server of a set is from its database
 */
record Contenders(Path etcd, Path kine, Path root, Datastore datastore, Duration further, boolean recordsFlights) {

    Contender named(String entry) {
        int star = entry.lastIndexOf('*');
        String server = star < 0 ? entry : entry.substring(0, star);
        int servers = star < 0 ? 1 : Integer.parseInt(entry.substring(star + 1));
        var layout = new Layout(servers, further);
        return switch (server) {
            case "etcd" -> new Etcd(etcd, servers);
            case "kine" -> new Kine(kine, root.resolve("e2e/tools/kine/go.mod"), datastore, layout);
            case "evenkeel" -> new Evenkeel("", root, datastore, layout, new JvmOptions(false, recordsFlights));
            case "light" -> new Evenkeel("", root, datastore, layout, new JvmOptions(true, recordsFlights));
            default -> Evenkeel.ofOtherTree(server, datastore, layout, new JvmOptions(false, recordsFlights));
        };
    }
}
