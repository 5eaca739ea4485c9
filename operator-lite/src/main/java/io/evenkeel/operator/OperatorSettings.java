package io.evenkeel.operator;

import io.evenkeel.operator.controlplane.Images;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the operator is told by its environment.
 *
 * @param namespaces that are watched; none for all
 * @param leaderElection the namespace of the Lease by which one of several operators leads; empty where there is only one
 * @param lease the name of that Lease, which operators share that look after the same namespaces
 * @param healthPort where health is asked for
 */
public record OperatorSettings(
        Images images, Set<String> namespaces, Optional<String> leaderElection, String lease, int healthPort) {

    public static final String USUAL_LEASE = "evenkeel-operator";

    static final String SERVER_IMAGE = "EVENKEEL_IMAGE";
    static final String K0S_IMAGE = "K0S_IMAGE";
    static final String NAMESPACES = "WATCH_NAMESPACES";
    static final String LEADER_ELECTION = "LEADER_ELECTION_NAMESPACE";
    static final String LEASE = "LEADER_ELECTION_LEASE";
    static final String HEALTH_PORT = "HEALTH_PORT";

    public OperatorSettings {
        namespaces = Set.copyOf(namespaces);
    }

    /** @throws IllegalArgumentException naming the variable that is missing or wrong */
    static OperatorSettings of(Map<String, String> environment) {
        String server = environment.getOrDefault(SERVER_IMAGE, "");
        if (server.isBlank()) {
            throw new IllegalArgumentException(SERVER_IMAGE + " is the image of the evenkeel server, and is not set");
        }
        return new OperatorSettings(
                new Images(server, environment.getOrDefault(K0S_IMAGE, "k0sproject/k0s")),
                Arrays.stream(environment.getOrDefault(NAMESPACES, "").split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toSet()),
                Optional.ofNullable(environment.get(LEADER_ELECTION)).filter(name -> !name.isBlank()),
                environment.getOrDefault(LEASE, USUAL_LEASE),
                port(environment.getOrDefault(HEALTH_PORT, "8080")));
    }

    private static int port(String text) {
        if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
            throw new IllegalArgumentException(HEALTH_PORT + " is a port from 0 to 65535, not " + text);
        }
        return Integer.parseInt(text);
    }
}
