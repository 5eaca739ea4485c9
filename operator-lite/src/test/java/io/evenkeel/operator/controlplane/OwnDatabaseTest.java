package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.tenant.DatabaseServer;
import io.evenkeel.operator.tenant.NameLimits;
import io.evenkeel.operator.tenant.TenantPassword;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ResourceOperations;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Secret of a database is written for, whatever becomes of it meanwhile. */
final class OwnDatabaseTest {

    private static final Connection ADMIN = new Connection(
            Driver.PostgreSQL, "db", 5432, "postgres", "admin", TlsMode.Require, null, "admin", "password");

    private final HostedControlPlane plane =
            Serialization.unmarshal(getClass().getResourceAsStream("shortest.yaml"), HostedControlPlane.class);
    private final Deque<Optional<Secret>> found = new ArrayDeque<>();
    private final List<HasMetadata> written = new ArrayList<>();
    private HttpServer apiServer;
    private KubernetesClient client;

    /** Answers each look for the Secret in turn. */
    @BeforeEach
    void start() throws IOException {
        apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        apiServer.createContext("/", exchange -> {
            Optional<Secret> answer = found.remove();
            byte[] body = answer.map(Serialization::asJson).orElse("{}").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(
                    answer.isPresent() ? HttpURLConnection.HTTP_OK : HttpURLConnection.HTTP_NOT_FOUND, body.length);
            try (var out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        apiServer.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(
                                "http://127.0.0.1:" + apiServer.getAddress().getPort())
                        .build())
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        apiServer.stop(0);
    }

    @Test
    void makesASecretWhereNoneIs() {
        found.add(Optional.empty());
        found.add(Optional.empty());

        ensure();

        assertThat(written)
                .singleElement()
                .satisfies(secret -> assertThat(secret.getMetadata().getUid()).isNull());
    }

    @Test
    void doesNotBringBackAPasswordThatIsDeletedMeanwhile() {
        found.add(Optional.of(secret("first")));
        found.add(Optional.empty());

        ensure();

        assertThat(written)
                .singleElement()
                .satisfies(secret -> assertThat(secret.getMetadata().getUid()).isEqualTo("first"));
    }

    @Test
    void doesNotPutAPasswordIntoTheSecretThatFollowed() {
        found.add(Optional.of(secret("first")));
        found.add(Optional.of(secret("second")));

        ensure();

        assertThat(written)
                .singleElement()
                .satisfies(secret -> assertThat(secret.getMetadata().getUid()).isEqualTo("first"));
    }

    private void ensure() {
        var database = new OwnDatabase(plane, new Lookup.Managed(ADMIN, databaseServer(), 0), "cluster");

        assertThat(database.ensure(new Children(context()), true, new Random(1)))
                .isInstanceOf(Lookup.Found.class);
    }

    private Secret secret(String uid) {
        Secret secret =
                new DatabaseSecret(new TenantPassword("old"), Optional.empty(), "0").toSecret(new Names(plane), ADMIN);
        secret.getMetadata().setUid(uid);
        return secret;
    }

    private static DatabaseServer databaseServer() {
        Map<String, Object> answers = Map.of("names", new NameLimits(63, 63), "has", true, "maintain", true);
        return (DatabaseServer) Proxy.newProxyInstance(
                DatabaseServer.class.getClassLoader(),
                new Class<?>[] {DatabaseServer.class},
                (_, method, _) -> answers.get(method.getName()));
    }

    /** What a reconciler is given, with an empty cache. */
    @SuppressWarnings("unchecked")
    private Context<HostedControlPlane> context() {
        return (Context<HostedControlPlane>) Proxy.newProxyInstance(
                Context.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (context, method, _) -> switch (method.getName()) {
                    case "getClient" -> client;
                    case "getPrimaryResource" -> plane;
                    case "getSecondaryResourcesAsStream" -> Stream.of();
                    case "resourceOperations" -> new Written((Context<HostedControlPlane>) context);
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private final class Written extends ResourceOperations<HostedControlPlane> {

        Written(Context<HostedControlPlane> context) {
            super(context);
        }

        @Override
        public <R extends HasMetadata> R serverSideApply(R wanted) {
            written.add(wanted);
            return wanted;
        }
    }
}
