package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneSpec.Expose;
import io.evenkeel.operator.api.HostedControlPlaneSpec.ExposeType;
import io.evenkeel.operator.api.HostedControlPlaneSpec.LoadBalancer;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The Services in front of the controllers. None keeps a client at one controller: an agent of konnectivity connects again and
 * again until it has met all of them.
 */
final class ApiServices {

    private ApiServices() {}

    /** The API, at those controllers that are ready. */
    static Service api(HostedControlPlane plane) {
        var names = new Names(plane);
        return exposed(plane, names.owned(names.controllers()), port("api", Ports.API), null);
    }

    /**
     * Konnectivity, at all controllers: one that starts is ready only after its agents have come, and they come only if they are let
     * in.
     */
    static Service konnectivity(HostedControlPlane plane) {
        var names = new Names(plane);
        return exposed(plane, names.owned(names.konnectivity()), port("konnectivity", Ports.KONNECTIVITY), true);
    }

    /** A name for each controller, ready or not, by which the servers beside them find each other. */
    static Service peers(HostedControlPlane plane) {
        var names = new Names(plane);
        return new ServiceBuilder()
                .withMetadata(names.owned(names.peers()))
                .withNewSpec()
                .withType("ClusterIP")
                .withClusterIP("None")
                .withPublishNotReadyAddresses(true)
                .withSelector(names.selector())
                .withPorts(port("peers", Ports.PEERS))
                .endSpec()
                .build();
    }

    /** @param publishNotReady true or null: the API server keeps no false, which would be found missing and written again and again */
    private static Service exposed(
            HostedControlPlane plane, ObjectMeta metadata, ServicePort port, @Nullable Boolean publishNotReady) {
        Optional<Expose> expose = Optional.ofNullable(plane.getSpec().expose());
        var spec = new ServiceSpecBuilder()
                .withType(expose.map(Expose::type).orElse(ExposeType.ClusterIP).name())
                .withSessionAffinity("None")
                .withPublishNotReadyAddresses(publishNotReady)
                .withSelector(new Names(plane).selector())
                .withPorts(port);
        Optional<LoadBalancer> balancer = expose.map(Expose::loadBalancer);
        balancer.map(LoadBalancer::loadBalancerClass).ifPresent(spec::withLoadBalancerClass);
        balancer.map(LoadBalancer::sourceRanges).ifPresent(spec::withLoadBalancerSourceRanges);
        balancer.map(LoadBalancer::annotations).ifPresent(metadata::setAnnotations);
        return new ServiceBuilder()
                .withMetadata(metadata)
                .withSpec(spec.build())
                .build();
    }

    private static ServicePort port(String name, int number) {
        return new ServicePortBuilder()
                .withName(name)
                .withProtocol("TCP")
                .withPort(number)
                .withNewTargetPort(name)
                .build();
    }
}
