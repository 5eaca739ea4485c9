package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.kubernetes.Component;
import io.evenkeel.e2e.kubernetes.KubeApiServer;
import io.evenkeel.e2e.kubernetes.Nodes;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.operator.ControlPlaneOperator;
import io.evenkeel.operator.Leadership;
import io.evenkeel.operator.OperatorSettings;
import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.BadPemException;
import io.evenkeel.operator.certificates.Holder;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.controlplane.Identity;
import io.evenkeel.operator.controlplane.Images;
import io.evenkeel.operator.controlplane.KeyMaterials;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.EmbeddedPostgres17;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that hosts control planes: a real API server on a server of ours, a real controller manager, and nodes on which
 * pods get ready and none runs. The operator runs in this process, and may be stopped and started.
 */
final class Mothership implements AutoCloseable {

    static final String SERVER_IMAGE = "example.org/evenkeel:1.0";
    static final String K0S_IMAGE = "example.org/k0s";

    private static final Duration LIMIT = Duration.ofSeconds(30);

    /** Who the operator is to the API server: somebody who may do what its roles say and nothing else. */
    static final String OPERATOR = "evenkeel-operator";

    private final Scratch scratch = Scratch.create();
    private final Writes writes = new Writes();
    private final EvenkeelProcess server;
    private final KubeApiServer apiServer;
    private final Component controllers;
    private final KubernetesClient client;
    private final Nodes nodes;
    private Operator operator;
    private @Nullable EvenkeelProcess hostedServer;

    Mothership() {
        server = Backend.SQLITE.fresh(scratch.folder("data")).serve(scratch.folder("server"));
        apiServer = KubeApiServer.start(scratch.folder("apiserver"), server);
        client = clientOf(config());
        for (String kind : List.of("datastores", "hostedcontrolplanes", "jointokens", "kubeconfigaccesses")) {
            install("/META-INF/fabric8/" + kind + ".evenkeel.io-v1.yml");
        }
        install("/io/evenkeel/operator/rbac.yaml");
        allowOperator();
        Await.until(
                "the definitions of our resources",
                LIMIT,
                () -> client.supports(DataStore.class) && client.supports(HostedControlPlane.class));
        controllers = Component.controllerManager(
                scratch.folder("controllers"),
                apiServer,
                "garbage-collector-controller,statefulset-controller,disruption-controller,node-lifecycle-controller");
        createDataStore();
        nodes = Nodes.start(scratch.folder("nodes"), apiServer);
        operator = startOperator();
    }

    private void install(String definition) {
        try (InputStream in = ControlPlaneOperator.class.getResourceAsStream(definition)) {
            var _ = client.load(in).serverSideApply();
        } catch (IOException e) {
            throw new AssertionError("cannot read " + definition, e);
        }
    }

    private void allowOperator() {
        for (String role : List.of("evenkeel-operator", "evenkeel-operator-leader")) {
            var _ = client.resource("""
                            apiVersion: rbac.authorization.k8s.io/v1
                            kind: ClusterRoleBinding
                            metadata:
                              name: %1$s
                            roleRef:
                              apiGroup: rbac.authorization.k8s.io
                              kind: ClusterRole
                              name: %1$s
                            subjects:
                              - apiGroup: rbac.authorization.k8s.io
                                kind: User
                                name: %2$s
                            """.formatted(role, OPERATOR)).create();
        }
    }

    /** One called {@code main}, with a Secret as CloudNativePG makes them. */
    private void createDataStore() {
        try (InputStream in = Mothership.class.getResourceAsStream("datastore.yaml")) {
            var _ = client.load(in).create();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** One called {@code real}, whose PostgreSQL there is, unless it is there already. */
    void createRealDataStore() {
        DatastoreSettings.Postgres real = EmbeddedPostgres17.settings("unused");
        var _ = client.resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: real-app, namespace: default}
                stringData: {host: %s, port: "%d", dbname: %s, username: %s, password: unused}
                """.formatted(real.host(), real.port(), real.database(), real.user()))
                .serverSideApply();
        var _ = client.resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: real, namespace: default}
                spec: {driver: PostgreSQL, connectionSecretRef: {name: real-app}, tls: {mode: Disable}}
                """).serverSideApply();
    }

    KubernetesClient client() {
        return client;
    }

    /** An administrator's. */
    Path kubeconfig() {
        return apiServer.kubeconfig();
    }

    /** Which of several operators leads; empty if none ever did. */
    String leader() {
        GenericKubernetesResource lease = client.genericKubernetesResources("coordination.k8s.io/v1", "Lease")
                .inNamespace(Plane.NAMESPACE)
                .withName("evenkeel-operator")
                .get();
        return lease == null ? "" : String.valueOf(lease.<Object>get("spec", "holderIdentity"));
    }

    /** A control plane, which may be there or not. */
    Plane plane(String name) {
        return new Plane(client, name);
    }

    /** One that is made of the shortest manifest, and ready. */
    Plane ready(String name) {
        Plane plane = plane(name);
        plane.create();
        plane.awaitReady();
        return plane;
    }

    /** What the operator in this process asks the API server to change. */
    Writes writes() {
        return writes;
    }

    Nodes nodes() {
        return nodes;
    }

    void stopOperator() {
        operator.stop();
    }

    void restartOperator() {
        operator = startOperator();
    }

    private Operator startOperator() {
        Operator created = ControlPlaneOperator.create(
                new KubernetesClientBuilder()
                        .withConfig(operatorConfig())
                        .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", writes))
                        .build(),
                new OperatorSettings(
                        new Images(SERVER_IMAGE, K0S_IMAGE),
                        Set.of(),
                        Optional.empty(),
                        OperatorSettings.USUAL_LEASE,
                        0),
                InstantSource.system(),
                Metrics.NOOP,
                new Leadership());
        created.start();
        return created;
    }

    private Config operatorConfig() {
        Config config = config();
        config.setImpersonateUsername(OPERATOR);
        return config;
    }

    private Config config() {
        return Config.fromKubeconfig(apiServer.kubeconfig().toFile());
    }

    private static KubernetesClient clientOf(Config config) {
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /**
     * An API server in the place of a control plane's controllers: where its users expect it, known to them by its authority, and
     * knowing them by theirs.
     */
    KubeApiServer host(Plane plane) {
        Endpoint endpoint = Objects.requireNonNull(
                Objects.requireNonNull(plane.get().getStatus()).endpoint());
        KeyMaterial authority = KeyMaterials.of(
                Objects.requireNonNull(plane.find(Secret.class, Identity.AUTHORITY.secretName(plane.name()))));
        Path folder = scratch.folder(plane.name());
        try {
            KeyMaterial serving = Authority.of(authority)
                    .issue(
                            new Holder("kubernetes", List.of(), List.of(endpoint.host()), Duration.ofDays(1)),
                            Instant.now());
            Path certificate = Files.writeString(folder.resolve("hosted.crt"), serving.certificate());
            Path key = Files.writeString(folder.resolve("hosted.key"), serving.key());
            Path authorities = Files.writeString(folder.resolve("hosted-ca.crt"), authority.certificate());
            hostedServer = Backend.SQLITE.fresh(scratch.folder("hosted-data")).serve(scratch.folder("hosted-server"));
            return KubeApiServer.startAt(
                    endpoint.port(),
                    folder,
                    hostedServer,
                    "--client-ca-file=" + authorities,
                    "--tls-sni-cert-key=" + certificate + "," + key + ":" + endpoint.host(),
                    "--enable-bootstrap-token-auth");
        } catch (IOException | BadPemException e) {
            throw new AssertionError("cannot host " + plane.name(), e);
        }
    }

    @Override
    public void close() {
        operator.stop();
        nodes.close();
        client.close();
        controllers.close();
        apiServer.close();
        server.close();
        if (hostedServer != null) {
            hostedServer.close();
        }
        scratch.close();
    }
}
