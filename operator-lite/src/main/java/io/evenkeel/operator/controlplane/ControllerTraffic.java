package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.Traffic;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyEgressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connections that controllers may have. API servers connect to where their users tell them to, by webhooks for example: what is
 * reached by that should be the hosted cluster, and not the one that hosts it.
 */
final class ControllerTraffic {

    private static final int DNS = 53;

    private ControllerTraffic() {}

    /** Empty if they may have any. */
    static Optional<NetworkPolicy> of(HostedControlPlane plane, Serving serving) {
        return Optional.ofNullable(plane.getSpec().networkPolicy())
                .map(traffic -> policy(new Names(plane), traffic, serving));
    }

    private static NetworkPolicy policy(Names names, Traffic traffic, Serving serving) {
        NetworkPolicyPeer controllers = pods(names.selector());
        return new NetworkPolicyBuilder()
                .withMetadata(names.derived(names.controllers()))
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(names.selector())
                .endPodSelector()
                .withPolicyTypes("Ingress", "Egress")
                .withIngress(
                        from(traffic.clients(), tcp(Ports.API), tcp(Ports.KONNECTIVITY)),
                        from(List.of(controllers), tcp(Ports.PEERS)),
                        from(traffic.metrics(), tcp(Ports.METRICS)))
                .withEgress(egress(traffic, controllers, serving))
                .endSpec()
                .build();
    }

    private static List<NetworkPolicyEgressRule> egress(
            Traffic traffic, NetworkPolicyPeer controllers, Serving serving) {
        var rules = new ArrayList<NetworkPolicyEgressRule>();
        rules.add(to(null, port("UDP", DNS), tcp(DNS)));
        rules.add(to(List.of(controllers), tcp(Ports.PEERS)));
        rules.add(
                switch (serving) {
                    case Serving.Beside(Connection database) -> to(traffic.database(), tcp(database.port()));
                    case Serving.Shared(SharedServers servers, Signer _) ->
                        to(List.of(pods(SharedNames.selector(servers.datastore()))), tcp(Ports.ETCD));
                });
        rules.addAll(Optional.ofNullable(traffic.extraEgress()).orElse(List.of()));
        return rules;
    }

    private static NetworkPolicyPeer pods(Map<String, String> selector) {
        return new NetworkPolicyPeerBuilder()
                .withNewPodSelector()
                .withMatchLabels(selector)
                .endPodSelector()
                .build();
    }

    private static NetworkPolicyIngressRule from(@Nullable List<NetworkPolicyPeer> peers, NetworkPolicyPort... ports) {
        return new NetworkPolicyIngressRuleBuilder()
                .withPorts(ports)
                .withFrom(peers)
                .build();
    }

    private static NetworkPolicyEgressRule to(@Nullable List<NetworkPolicyPeer> peers, NetworkPolicyPort... ports) {
        return new NetworkPolicyEgressRuleBuilder()
                .withPorts(ports)
                .withTo(peers)
                .build();
    }

    private static NetworkPolicyPort tcp(int number) {
        return port("TCP", number);
    }

    private static NetworkPolicyPort port(String protocol, int number) {
        return new NetworkPolicyPortBuilder()
                .withProtocol(protocol)
                .withNewPort(number)
                .build();
    }
}
