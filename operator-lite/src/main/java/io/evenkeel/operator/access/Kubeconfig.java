package io.evenkeel.operator.access;

import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The file by which kubectl finds a cluster and is known to it. */
final class Kubeconfig {

    private Kubeconfig() {}

    /** @param authority the certificate by which the cluster is known */
    static String of(String cluster, Endpoint endpoint, String authority, Login login) {
        var config = new LinkedHashMap<String, Object>();
        config.put("apiVersion", "v1");
        config.put("kind", "Config");
        config.put(
                "clusters",
                List.of(Map.of(
                        "name",
                        cluster,
                        "cluster",
                        Map.of("server", url(endpoint), "certificate-authority-data", encoded(authority)))));
        config.put("users", List.of(Map.of("name", login.user(), "user", secretsOf(login))));
        config.put(
                "contexts",
                List.of(Map.of("name", cluster, "context", Map.of("cluster", cluster, "user", login.user()))));
        config.put("current-context", cluster);
        return Serialization.asYaml(config);
    }

    private static Map<String, String> secretsOf(Login login) {
        return switch (login) {
            case Login.Certificate(String _, var material) ->
                Map.of(
                        "client-certificate-data",
                        encoded(material.certificate()),
                        "client-key-data",
                        encoded(material.key()));
            case Login.Token(String _, String token) -> Map.of("token", token);
        };
    }

    private static String url(Endpoint endpoint) {
        String host = endpoint.host().contains(":") ? "[" + endpoint.host() + "]" : endpoint.host();
        return "https://" + host + ":" + endpoint.port();
    }

    private static String encoded(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
