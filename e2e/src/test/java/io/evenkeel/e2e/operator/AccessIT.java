package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.operator.api.JoinToken;
import io.evenkeel.operator.api.JoinTokenStatus;
import io.evenkeel.operator.api.KubeconfigAccess;
import io.evenkeel.operator.api.KubeconfigAccessStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kubeconfigs and tokens that the operator hands out, used at a real API server that trusts the control plane's authority. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Mothership mothership;
    private Plane plane;
    private KubeApiServer hosted;

    @BeforeAll
    void start(Mothership one) {
        mothership = one;
        plane = new Plane(mothership.client(), "hosted");
        plane.create("expose:\n  type: NodePort\n  host: localhost");
        plane.awaitReady();
        hosted = mothership.host(plane);
    }

    @AfterAll
    void stop() {
        hosted.close();
    }

    @Test
    void letsItsUserDoWhatItsGroupsMay() {
        create("admin", "{controlPlane: hosted, user: alice, groups: ['system:masters']}");
        create("guest", "{controlPlane: hosted, user: bob, groups: [guests]}");
        awaitReason("admin", "Issued");
        awaitReason("guest", "Issued");

        try (KubernetesClient admin = clientOf("admin");
                KubernetesClient guest = clientOf("guest")) {
            assertThat(admin.namespaces().list().getItems()).isNotEmpty();
            assertThat(admin.getKubernetesVersion().getMajor()).isEqualTo("1");
            assertThatThrownBy(() -> guest.namespaces().list())
                    .isInstanceOf(KubernetesClientException.class)
                    .hasMessageContaining("User \"bob\" cannot list resource \"namespaces\"");
        }
    }

    @Test
    void isMadeOnceAndMayBeTakenAway() throws GeneralSecurityException {
        create("once", "{controlPlane: hosted, user: carol, ttl: 30m}");
        awaitReason("once", "Issued");
        String end = Objects.requireNonNull(status("once").expiresAt());
        assertIsIn(Duration.ofMinutes(30), KubeconfigAccess.class, "once", end);
        assertThat(endOfCertificate("once")).isEqualTo(end);

        deleteSecret("once");
        mothership.stopOperator();
        mothership.restartOperator();
        create("after-once", "{controlPlane: hosted, user: carol}");
        awaitReason("after-once", "Issued");

        assertThat(secret("once-kubeconfig")).isNull();
        assertThat(status("once").expiresAt()).isEqualTo(end);
        assertThat(plane.has("Ready", "True")).isTrue();
    }

    @Test
    void isMadeAgainWhereThatIsWanted() {
        create("renewed", "{controlPlane: hosted, user: dave, renew: true}");
        awaitReason("renewed", "Issued");

        deleteSecret("renewed");
        mothership.stopOperator();
        mothership.restartOperator();

        Await.until("another one", LIMIT, () -> secret("renewed-kubeconfig") != null);
    }

    @Test
    void overwritesNobodysSecret() {
        var _ = mothership.client().resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: taken-kubeconfig, namespace: default}
                stringData: {value: mine}
                """).create();
        create("taken", "{controlPlane: hosted, user: eve}");
        awaitReason("taken", "SecretTaken");

        assertThat(value("taken")).isEqualTo("mine");
        assertThat(Serialization.asYaml(get(KubeconfigAccess.class, "taken")))
                .contains("Secret taken-kubeconfig belongs to somebody whom it does not name");

        deleteSecret("taken");
        awaitReason("taken", "Issued");
    }

    /** One that another JoinToken controls, as nobody but a person makes it: their names differ where they do. */
    @Test
    void overwritesNoSecretOfAnother() {
        create("JoinToken", "one", "{controlPlane: hosted}");
        awaitReason(JoinToken.class, "one", "Issued");
        String token = value("one-token", "token");
        var secret = Objects.requireNonNull(secret("one-token"));
        secret.getMetadata().setName("other-token");
        secret.getMetadata().setResourceVersion(null);
        secret.getMetadata().setUid(null);
        var _ = mothership.client().resource(secret).create();

        create("JoinToken", "other", "{controlPlane: hosted}");
        awaitReason(JoinToken.class, "other", "SecretTaken");

        assertThat(Serialization.asYaml(get(JoinToken.class, "other")))
                .contains("Secret other-token belongs to JoinToken one");
        assertThat(value("other-token", "token")).isEqualTo(token);

        var _ = mothership.client().resource(secret).delete();
        awaitReason(JoinToken.class, "other", "Issued");
        assertThat(value("other-token", "token")).isNotEqualTo(token);
    }

    @Test
    void saysWhatItWaitsFor() {
        create("early", "{controlPlane: missing, user: frank}");
        awaitReason("early", "ControlPlaneMissing");
    }

    @Test
    void letsWorkersInUntilItIsTakenBack() throws IOException {
        create("JoinToken", "joining", "{controlPlane: hosted, ttl: 60m}");
        awaitReason(JoinToken.class, "joining", "Issued");

        Config worker = Config.fromKubeconfig(unzipped(value("joining-token", "token")));
        assertThat(worker.getCurrentContext().getName()).isEqualTo("k0s");
        assertThat(worker.getCurrentContext().getContext().getUser()).isEqualTo("kubelet-bootstrap");
        assertThat(whoIs(worker)).startsWith("system:bootstrap:");

        var _ = mothership
                .client()
                .resources(JoinToken.class)
                .inNamespace(Plane.NAMESPACE)
                .withName("joining")
                .delete();
        Await.until("the end of the token", LIMIT, () -> isStranger(worker));
        Await.until("the end of its Secret", LIMIT, () -> secret("joining-token") == null);
    }

    /** Its name and its secret are tried by the other test; this is what lets k0s use it, and what ends it. */
    @Test
    void isATokenForWorkersThatEnds() {
        create("JoinToken", "ending", "{controlPlane: hosted, ttl: 45m}");
        awaitReason(JoinToken.class, "ending", "Issued");
        JoinTokenStatus status = Objects.requireNonNull(((JoinToken) get(JoinToken.class, "ending")).getStatus());
        String end = Objects.requireNonNull(status.expiresAt());
        assertIsIn(Duration.ofMinutes(45), JoinToken.class, "ending", end);

        try (KubernetesClient admin = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(hosted.kubeconfig().toFile()))
                .build()) {
            Secret token = admin.secrets()
                    .inNamespace("kube-system")
                    .withName("bootstrap-token-" + status.tokenID())
                    .get();
            assertThat(token.getType()).isEqualTo("bootstrap.kubernetes.io/token");
            assertThat(decoded(token, "expiration")).isEqualTo(end);
            for (String usage : List.of("authentication", "api-auth", "api-worker-calls")) {
                assertThat(decoded(token, "usage-bootstrap-" + usage)).isEqualTo("true");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {JoinToken.class, KubeconfigAccess.class})
    void saysWhenItIsOver(Class<? extends CustomResource<?, ?>> type) {
        String name = "over-" + type.getSimpleName().toLowerCase(Locale.ROOT);
        create(
                type.getSimpleName(),
                name,
                "{controlPlane: hosted" + (type.equals(JoinToken.class) ? "}" : ", user: u}"));
        awaitReason(type, name, "Issued");

        mothership.stopOperator();
        var _ = mothership
                .client()
                .resources(type)
                .inNamespace(Plane.NAMESPACE)
                .withName(name)
                .subresource("status")
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"status\": {\"expiresAt\": \"2026-01-01T00:00:00Z\"}}");
        mothership.restartOperator();

        awaitReason(type, name, "Expired");
        assertThat(new ObjectMapper()
                        .<JsonNode>valueToTree(get(type, name))
                        .at("/status/conditions/0/status")
                        .asText())
                .isEqualTo("False");
    }

    /** What was asked for, from some moment between when it was asked for and now. */
    private void assertIsIn(Duration ttl, Class<? extends HasMetadata> type, String name, String end) {
        Instant asked = Instant.parse(get(type, name).getMetadata().getCreationTimestamp());
        assertThat(Instant.parse(end)).isBetween(asked.plus(ttl), Instant.now().plus(ttl));
    }

    private String endOfCertificate(String access) throws GeneralSecurityException {
        String pem = Config.fromKubeconfig(value(access)).getClientCertData();
        var certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(
                        new ByteArrayInputStream(Base64.getDecoder().decode(pem)));
        return certificate.getNotAfter().toInstant().toString();
    }

    private static String whoIs(Config config) throws IOException {
        try (KubernetesClient client =
                new KubernetesClientBuilder().withConfig(config).build()) {
            String review = client.raw(
                    "/apis/authentication.k8s.io/v1/selfsubjectreviews",
                    "POST",
                    Map.of("apiVersion", "authentication.k8s.io/v1", "kind", "SelfSubjectReview"));
            return new ObjectMapper()
                    .readTree(review)
                    .at("/status/userInfo/username")
                    .asText();
        }
    }

    private static boolean isStranger(Config config) {
        try {
            var _ = whoIs(config);
            return false;
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
        } catch (IOException e) {
            throw new AssertionError("no JSON", e);
        }
    }

    private static String unzipped(String token) throws IOException {
        try (var in =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(token)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void create(String name, String spec) {
        create("KubeconfigAccess", name, spec);
    }

    private void create(String kind, String name, String spec) {
        var _ = mothership.client().resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: %s
                metadata: {name: %s, namespace: default}
                spec: %s
                """.formatted(kind, name, spec)).create();
    }

    private KubernetesClient clientOf(String access) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(value(access)))
                .build();
    }

    private String value(String access) {
        return value(access + "-kubeconfig", "value");
    }

    private String value(String secret, String key) {
        return decoded(Objects.requireNonNull(secret(secret)), key);
    }

    private static String decoded(Secret secret, String key) {
        return new String(Base64.getDecoder().decode(secret.getData().getOrDefault(key, "")), StandardCharsets.UTF_8);
    }

    private @Nullable Secret secret(String name) {
        return mothership
                .client()
                .secrets()
                .inNamespace(Plane.NAMESPACE)
                .withName(name)
                .get();
    }

    private void deleteSecret(String access) {
        var _ = mothership
                .client()
                .secrets()
                .inNamespace(Plane.NAMESPACE)
                .withName(access + "-kubeconfig")
                .delete();
    }

    private KubeconfigAccessStatus status(String name) {
        return Objects.requireNonNull(Objects.requireNonNull(mothership
                        .client()
                        .resources(KubeconfigAccess.class)
                        .inNamespace(Plane.NAMESPACE)
                        .withName(name)
                        .get())
                .getStatus());
    }

    private void awaitReason(String name, String reason) {
        awaitReason(KubeconfigAccess.class, name, reason);
    }

    private void awaitReason(Class<? extends HasMetadata> type, String name, String reason) {
        Await.until(() -> name + " being " + reason + ": " + Serialization.asYaml(get(type, name)), LIMIT, () -> {
            HasMetadata now = get(type, name);
            JsonNode status = new ObjectMapper().valueToTree(now).path("status");
            return status.at("/conditions/0/reason").asText().equals(reason)
                    && status.path("observedGeneration").asLong()
                            == now.getMetadata().getGeneration();
        });
    }

    private HasMetadata get(Class<? extends HasMetadata> type, String name) {
        return Objects.requireNonNull(
                mothership
                        .client()
                        .resources(type)
                        .inNamespace(Plane.NAMESPACE)
                        .withName(name)
                        .get(),
                name);
    }
}
