package io.evenkeel.operator.access;

import io.evenkeel.operator.access.Hosted.Reachable;
import io.evenkeel.operator.certificates.Holder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Opens connections to hosted clusters, as an administrator for as long as a few requests take. */
final class HostedClient {

    private static final Duration LIFETIME = Duration.ofMinutes(10);
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int RETRIES = 1;

    private HostedClient() {}

    static KubernetesClient open(Reachable hosted, Instant now) {
        var holder = new Holder("evenkeel-operator", List.of("system:masters"), List.of(), LIFETIME);
        Config config = Config.fromKubeconfig(Kubeconfig.of(
                "hosted",
                hosted.endpoint(),
                hosted.certificate(),
                new Login.Certificate(holder.commonName(), hosted.authority().issue(holder, now))));
        config.setConnectionTimeout(TIMEOUT_MILLIS);
        config.setRequestTimeout(TIMEOUT_MILLIS);
        config.setRequestRetryBackoffLimit(RETRIES);
        return new KubernetesClientBuilder().withConfig(config).build();
    }
}
