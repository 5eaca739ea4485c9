package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.evenkeel.operator.controlplane.Images;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HealthTest {

    /** {@code TwoOperatorsIT} looks at two that have. */
    @Test
    void isLiveAndNotReadyBeforeItHasHeardOfAnything() throws IOException, InterruptedException {
        InstantSource clock = InstantSource.system();
        Telemetry telemetry = Telemetry.ofThisProcess(clock);
        try (KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withAutoConfigure(false)
                        .withMasterUrl("http://localhost:1")
                        .build())
                .build()) {
            Operator operator = ControlPlaneOperator.create(
                    client,
                    new OperatorSettings(
                            new Images("server:1", "k0s"),
                            Set.of(),
                            Optional.of("default"),
                            OperatorSettings.USUAL_LEASE,
                            0),
                    clock,
                    telemetry.metrics(),
                    new Leadership());
            HttpServer server = Health.serve(operator, telemetry, 0);
            try {
                assertThat(status(server, "/livez")).isEqualTo(HttpURLConnection.HTTP_OK);
                assertThat(status(server, "/readyz")).isEqualTo(HttpURLConnection.HTTP_UNAVAILABLE);
            } finally {
                server.stop(0);
            }
        }
    }

    private static int status(HttpServer server, String path) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
