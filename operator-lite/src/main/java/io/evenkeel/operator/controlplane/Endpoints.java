package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneSpec.Expose;
import io.evenkeel.operator.api.HostedControlPlaneSpec.ExposeType;
import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.Service;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where workers and users reach a control plane. */
record Endpoints(Endpoint api, Endpoint konnectivity) {

    /** Empty as long as an address has not been given by whoever gives them. */
    static Optional<Endpoints> of(HostedControlPlane plane, Service api, Service konnectivity) {
        Optional<Expose> expose = Optional.ofNullable(plane.getSpec().expose());
        ExposeType type = expose.map(Expose::type).orElse(ExposeType.ClusterIP);
        Optional<String> host = expose.map(Expose::host);
        Optional<String> konnectivityHost = expose.map(Expose::konnectivityHost)
                .or(() -> type == ExposeType.LoadBalancer ? Optional.empty() : host);
        return endpoint(plane, type, host, api)
                .flatMap(first -> endpoint(plane, type, konnectivityHost, konnectivity)
                        .map(second -> new Endpoints(first, second)));
    }

    private static Optional<Endpoint> endpoint(
            HostedControlPlane plane, ExposeType type, Optional<String> host, Service service) {
        int port = service.getSpec().getPorts().getFirst().getPort();
        return switch (type) {
            case ClusterIP ->
                Optional.of(new Endpoint(
                        host.orElseGet(() ->
                                new Names(plane).dnsName(service.getMetadata().getName())),
                        port));
            case NodePort ->
                host.flatMap(name -> Optional.ofNullable(
                                service.getSpec().getPorts().getFirst().getNodePort())
                        .map(nodePort -> new Endpoint(name, nodePort)));
            case LoadBalancer -> host.or(() -> address(service)).map(name -> new Endpoint(name, port));
        };
    }

    /** What the load balancer's maker has said. */
    private static Optional<String> address(Service service) {
        @Nullable
        List<LoadBalancerIngress> ingress = Optional.ofNullable(service.getStatus())
                .map(status -> status.getLoadBalancer())
                .map(balancer -> balancer.getIngress())
                .orElse(null);
        return Optional.ofNullable(ingress).orElse(List.of()).stream()
                .map(entry -> Optional.ofNullable(entry.getHostname()).or(() -> Optional.ofNullable(entry.getIp())))
                .flatMap(Optional::stream)
                .findFirst();
    }
}
