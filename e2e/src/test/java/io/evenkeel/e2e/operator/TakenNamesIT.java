package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreStatus;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects that have the name of one that a resource needs, and are another's. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakenNamesIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final String TAKEN = "NameTaken";

    private Mothership mothership;

    @BeforeAll
    void start(Mothership one) {
        mothership = one;
    }

    private static void awaitTaken(Plane plane, String message) {
        plane.awaitNot("Ready", TAKEN);
        assertThat(plane.condition("Ready").orElseThrow().getMessage()).startsWith(message);
        assertThat(plane.condition("Stalled").orElseThrow().getMessage()).startsWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-peers", "-konnectivity"})
    void staysAnotherControlPlanes(String suffix) {
        String name = "twin" + suffix.charAt(1);
        Plane first = mothership.ready(name + suffix);
        Map<String, String> versions = first.versions();

        Plane second = mothership.plane(name);
        second.create();

        awaitTaken(second, "Service " + name + suffix + " belongs to HostedControlPlane " + name + suffix);
        assertThat(second.find(StatefulSet.class, name)).isNull();
        assertThat(first.versions()).isEqualTo(versions);
        assertThat(first.has("Ready", "True")).isTrue();

        var _ = first.resource().delete();
        second.awaitReady();
        assertThat(second.has("Stalled", "True")).isFalse();
        var _ = second.resource().delete();
    }

    /** Their objects of the same name are of other kinds. */
    @Test
    void staysUnnoticedWhereNothingCollides() {
        Plane first = mothership.ready("pair");
        Plane second = mothership.ready("pair-k0s");

        assertThat(first.has("Ready", "True")).isTrue();
        var _ = first.resource().delete();
        var _ = second.resource().delete();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v1             | Service             | own-1             | spec: {ports: [{port: 80}]}
            v1             | ConfigMap           | own-2-k0s         | data: {k0s.yaml: mine}
            v1             | Secret              | own-3-evenkeel    | stringData: {tls.crt: mine}
            policy/v1      | PodDisruptionBudget | own-4             | spec: {maxUnavailable: 1, selector: {matchLabels: {app: mine}}}
            apps/v1        | StatefulSet         | own-5             | spec: {replicas: 0, serviceName: mine, selector: {matchLabels: {app: mine}}, template: {metadata: {labels: {app: mine}}, spec: {containers: [{name: mine, image: mine}]}}}
            networking.k8s.io/v1 | NetworkPolicy | own-6             | spec: {podSelector: {matchLabels: {app: mine}}}
            """)
    void staysItsUsers(String version, String kind, String object, String content) {
        Resource<HasMetadata> own = mothership.client().resource("""
                apiVersion: %s
                kind: %s
                metadata: {name: %s, namespace: default}
                %s
                """.formatted(version, kind, object, content));
        var _ = own.create();
        String before = content(own);
        Plane plane = mothership.plane(object.substring(0, "own-1".length()));

        plane.create("networkPolicy: {}");

        awaitTaken(plane, kind + " " + object + " belongs to somebody whom it does not name");
        assertThat(content(own)).isEqualTo(before);
        assertThat(plane.pods()).isEmpty();
        // Where it asks for none, one that is another's is not taken away.
        plane.patch("{\"spec\": {\"networkPolicy\": null}}");
        if (kind.equals("NetworkPolicy")) {
            plane.awaitReady();
        } else {
            awaitTaken(plane, kind + " " + object);
        }
        assertThat(content(own)).isEqualTo(before);

        var _ = own.delete();
        plane.awaitReady();
        var _ = plane.resource().delete();
    }

    /** What its owner has said of it. */
    private static String content(Resource<HasMetadata> own) {
        var found = Serialization.unmarshal(Serialization.asYaml(own.get()), GenericKubernetesResource.class);
        assertThat(found.getMetadata().getManagedFields())
                .extracting(ManagedFieldsEntry::getManager)
                .doesNotContain("evenkeel-operator");
        found.getMetadata().setManagedFields(List.of());
        found.getMetadata().setResourceVersion("");
        found.getAdditionalProperties().remove("status");
        return Serialization.asYaml(found);
    }

    @Test
    void isItsOwnAgainWhereItWasLeftBehind() {
        Plane plane = mothership.ready("left");
        String service = Objects.requireNonNull(plane.find(Service.class, "left-peers"))
                .getMetadata()
                .getUid();
        var _ = plane.resource()
                .withPropagationPolicy(DeletionPropagation.ORPHAN)
                .delete();
        plane.await(
                "the end of its owner",
                () -> plane.resource().get() == null
                        && Objects.requireNonNull(plane.find(Service.class, "left-peers"))
                                .getMetadata()
                                .getOwnerReferences()
                                .isEmpty());

        plane.create();
        plane.awaitReady();

        assertThat(Objects.requireNonNull(plane.find(Service.class, "left-peers"))
                        .getMetadata()
                        .getUid())
                .isEqualTo(service);
    }

    @Test
    void staysAControlPlanesWhenServersThatAreSharedWantIt() {
        Plane first = mothership.ready("ford-servers");
        Map<String, String> versions = first.versions();
        createSharedDataStore("ford");

        Plane user = mothership.plane("ford-a");
        user.create("", "ford");

        awaitStore("ford", TAKEN, "Service ford-servers belongs to HostedControlPlane ford-servers");
        user.awaitNot("DataStoreReady", "ServersNotReady");
        assertThat(first.versions()).isEqualTo(versions);
        assertThat(first.has("Ready", "True")).isTrue();

        var _ = first.resource().delete();
        user.awaitReady();
        awaitStore("ford", "SecretComplete", "");
        var _ = user.resource().delete();
    }

    @Test
    void staysTheSharedServersWhenAControlPlaneWantsIt() {
        createSharedDataStore("delta");
        Plane user = mothership.plane("delta-a");
        user.create("", "delta");
        user.awaitReady();
        StatefulSet servers = Objects.requireNonNull(user.find(StatefulSet.class, "delta-servers"));

        Plane second = mothership.plane("delta-servers");
        second.create();

        awaitTaken(second, "Service delta-servers belongs to DataStore delta");
        assertThat(Objects.requireNonNull(user.find(StatefulSet.class, "delta-servers"))
                        .getMetadata()
                        .getGeneration())
                .isEqualTo(servers.getMetadata().getGeneration());
        assertThat(user.has("Ready", "True")).isTrue();
        assertThat(second.condition("Available")).isEmpty();

        var _ = user.resource().delete();
        user.await("its end", () -> user.resource().get() == null);
        var _ = store("delta").delete();
        second.awaitReady();
        var _ = second.resource().delete();
    }

    private void createSharedDataStore(String name) {
        var _ = mothership.client().resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: %s, namespace: default}
                spec: {driver: PostgreSQL, connectionSecretRef: {name: main-app}, shim: {mode: Shared}}
                """.formatted(name)).create();
    }

    private Resource<DataStore> store(String name) {
        return mothership
                .client()
                .resources(DataStore.class)
                .inNamespace(Plane.NAMESPACE)
                .withName(name);
    }

    private void awaitStore(String name, String reason, String message) {
        Await.until(
                () -> reason + " of " + Serialization.asYaml(store(name).get()),
                LIMIT,
                () -> Optional.ofNullable(store(name).get().getStatus()).map(DataStoreStatus::conditions).stream()
                        .flatMap(conditions -> conditions.stream())
                        .anyMatch(condition -> isReadyBecause(condition, reason, message)));
    }

    private static boolean isReadyBecause(Condition condition, String reason, String message) {
        return condition.getType().equals("Ready")
                && condition.getReason().equals(reason)
                && condition.getMessage().contains(message);
    }
}
