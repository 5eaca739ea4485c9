package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneSpec;
import io.evenkeel.operator.api.HostedControlPlaneSpec.Expose;
import io.evenkeel.operator.api.HostedControlPlaneSpec.Kubernetes;
import io.evenkeel.operator.api.HostedControlPlaneSpec.Network;
import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configuration of k0s: an external etcd that is our servers, and what the spec says. */
final class K0sConfig {

    static final String FILE = "k0s.yaml";

    private K0sConfig() {}

    static ConfigMap of(HostedControlPlane plane, String text) {
        var names = new Names(plane);
        return new ConfigMapBuilder()
                .withMetadata(names.derived(names.configuration()))
                .withData(Map.of(FILE, text))
                .build();
    }

    static String text(HostedControlPlane plane, Endpoints endpoints, Serving serving) {
        HostedControlPlaneSpec wanted = plane.getSpec();
        var spec = new LinkedHashMap<String, Object>();
        spec.put("api", api(plane, endpoints));
        spec.put("konnectivity", konnectivity(endpoints));
        Optional.ofNullable(wanted.network()).ifPresent(network -> spec.put("network", network(network)));
        spec.put("storage", storage(new Names(plane), serving));
        Map<String, Boolean> gates = Optional.ofNullable(wanted.kubernetes())
                .map(Kubernetes::featureGates)
                .orElse(Map.of());
        if (!gates.isEmpty()) {
            spec.put("featureGates", featureGates(gates));
        }
        spec.put("telemetry", Map.of("enabled", false));

        var config = new LinkedHashMap<String, Object>();
        config.put("apiVersion", "k0s.k0sproject.io/v1beta1");
        config.put("kind", "ClusterConfig");
        config.put("metadata", Map.of("name", "k0s"));
        config.put("spec", spec);
        return Serialization.asYaml(config);
    }

    /** With an external address k0s itself says where the API is; without one, pods would, at addresses that no worker reaches. */
    private static Map<String, Object> api(HostedControlPlane plane, Endpoints endpoints) {
        var api = new LinkedHashMap<String, Object>();
        api.put("externalAddress", address(endpoints.api()));
        api.put("port", Ports.API);
        api.put("sans", certificateNames(plane, endpoints));
        Map<String, String> arguments = Optional.ofNullable(plane.getSpec().kubernetes())
                .map(Kubernetes::apiServerArgs)
                .orElse(Map.of());
        if (!arguments.isEmpty()) {
            api.put("extraArgs", new TreeMap<>(arguments));
        }
        return api;
    }

    private static List<String> certificateNames(HostedControlPlane plane, Endpoints endpoints) {
        var names = new Names(plane);
        var all = new LinkedHashSet<String>();
        all.add(endpoints.api().host());
        all.add(endpoints.konnectivity().host());
        all.add(names.dnsName(names.controllers()));
        all.add(names.dnsName(names.konnectivity()));
        all.addAll(Optional.ofNullable(plane.getSpec().expose())
                .map(Expose::certSANs)
                .orElse(List.of()));
        return List.copyOf(all);
    }

    private static Map<String, Object> konnectivity(Endpoints endpoints) {
        var konnectivity = new LinkedHashMap<String, Object>();
        konnectivity.put("agentPort", Ports.KONNECTIVITY);
        konnectivity.put("externalAddress", address(endpoints.konnectivity()));
        return konnectivity;
    }

    /** With an IPv6 address in brackets: without them its port would be taken for the end of it. */
    private static String address(Endpoint endpoint) {
        String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
        return host + ":" + endpoint.port();
    }

    private static Map<String, Object> network(Network wanted) {
        var network = new LinkedHashMap<String, Object>();
        Optional.ofNullable(wanted.provider()).ifPresent(provider -> network.put("provider", provider.name()));
        Optional.ofNullable(wanted.podCIDR()).ifPresent(cidr -> network.put("podCIDR", cidr));
        Optional.ofNullable(wanted.serviceCIDR()).ifPresent(cidr -> network.put("serviceCIDR", cidr));
        Optional.ofNullable(wanted.clusterDomain()).ifPresent(domain -> network.put("clusterDomain", domain));
        return network;
    }

    private static Map<String, Object> storage(Names names, Serving serving) {
        var cluster = new LinkedHashMap<String, Object>();
        cluster.put("endpoints", List.of(serving.url()));
        cluster.put("etcdPrefix", serving.prefix(names));
        if (serving instanceof Serving.Shared) {
            cluster.put("caFile", Layout.SERVER_CERTIFICATE + "/ca.crt");
            cluster.put("clientCertFile", Layout.SERVER_CERTIFICATE + "/tls.crt");
            cluster.put("clientKeyFile", Layout.SERVER_CERTIFICATE + "/tls.key");
        }
        var storage = new LinkedHashMap<String, Object>();
        storage.put("type", "etcd");
        storage.put("etcd", Map.of("externalCluster", cluster));
        return storage;
    }

    private static List<Map<String, Object>> featureGates(Map<String, Boolean> gates) {
        return new TreeMap<>(gates)
                .entrySet().stream()
                        .map(gate -> {
                            var entry = new LinkedHashMap<String, Object>();
                            entry.put("name", gate.getKey());
                            entry.put("enabled", gate.getValue());
                            return (Map<String, Object>) entry;
                        })
                        .toList();
    }
}
