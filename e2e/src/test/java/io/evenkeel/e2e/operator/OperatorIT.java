package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Await;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneSpec;
import io.evenkeel.operator.api.HostedControlPlaneSpec.Kubernetes;
import io.evenkeel.operator.status.StatusPatch;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the operator makes of control planes, as the user that its roles make it. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperatorIT {

    private static final int TIMES = 10;
    private static final List<String> IDENTITY = List.of("ca", "etcd", "proxy", "sa");

    private Mothership mothership;

    @BeforeAll
    void start(Mothership one) {
        mothership = one;
    }

    @Test
    void makesEverythingOfTheShortestManifest() {
        Plane plane = mothership.ready("shortest");

        assertThat(plane.versions().keySet())
                .containsExactlyInAnyOrder(
                        "ConfigMap/shortest-k0s",
                        "PodDisruptionBudget/shortest",
                        "Secret/shortest-ca",
                        "Secret/shortest-etcd",
                        "Secret/shortest-evenkeel",
                        "Secret/shortest-proxy",
                        "Secret/shortest-sa",
                        "Service/shortest",
                        "Service/shortest-konnectivity",
                        "Service/shortest-peers",
                        "StatefulSet/shortest");
        assertThat(names(plane.pods())).containsExactlyInAnyOrder("shortest-0", "shortest-1");
        var status = Objects.requireNonNull(plane.get().getStatus());
        assertThat(status.version()).isEqualTo("v1.36.2+k0s.0");
        assertThat(status.replicas()).isEqualTo(2);
        assertThat(status.readyReplicas()).isEqualTo(2);
        assertThat(Objects.requireNonNull(status.endpoint()).host()).isEqualTo("shortest.default.svc");
        assertThat(plane.find(PodDisruptionBudget.class, "shortest"))
                .extracting(budget -> budget.getSpec().getMaxUnavailable().getIntVal())
                .isEqualTo(1);
        Service konnectivity = Objects.requireNonNull(plane.find(Service.class, "shortest-konnectivity"));
        assertThat(konnectivity.getSpec().getPublishNotReadyAddresses()).isTrue();
        assertThat(konnectivity.getSpec().getSessionAffinity()).isEqualTo("None");
        assertThat(Objects.requireNonNull(plane.find(Service.class, "shortest"))
                        .getSpec()
                        .getPublishNotReadyAddresses())
                .isNotEqualTo(true);
    }

    /** While it is still busy with the end of the one before. */
    @Test
    void looksAtOneThatIsMadeAgainAtOnce() {
        Plane plane = mothership.plane("again");
        plane.create();
        for (int i = 1; i <= TIMES; i++) {
            plane.await(
                    "somebody who looks at it, made " + i + " times",
                    () -> plane.get().getStatus() != null);
            var _ = plane.resource().delete();
            plane.createOnceGone();
        }
        plane.awaitReady();
    }

    /** By a real scheduler. */
    @Test
    void spreadsOverZones() {
        Plane plane = mothership.ready("spread");
        plane.scale(3);
        plane.awaitReady(3);

        assertThat(plane.pods()).extracting(pod -> pod.getSpec().getNodeName()).doesNotHaveDuplicates();
    }

    /** By the real disruption controller: as when nodes are drained. */
    @Test
    void letsOneBeEvictedAndTheNextWhenThatIsBack() {
        Plane plane = mothership.ready("evicted");
        plane.scale(4);
        plane.awaitReady(4);
        try (var _ = mothership.nodes().cordon()) {
            plane.await("leave to evict one", () -> evict("evicted-0"));

            plane.await(
                    "a controller too few",
                    () -> Objects.requireNonNull(plane.find(PodDisruptionBudget.class, "evicted"))
                                    .getStatus()
                                    .getCurrentHealthy()
                            == 3);
            assertThat(evict("evicted-1")).as("evicted, a second one").isFalse();
        }
        plane.awaitReady();
        plane.await("leave to evict another", () -> evict("evicted-1"));
    }

    private boolean evict(String pod) {
        return mothership
                .client()
                .pods()
                .inNamespace(Plane.NAMESPACE)
                .withName(pod)
                .evict();
    }

    @Test
    void tellsAutoscalersWhichPodsAreItsOwn() throws IOException {
        mothership.ready("selected");
        mothership.ready("beside-selected");

        String scale = mothership
                .client()
                .raw("/apis/evenkeel.io/v1alpha1/namespaces/default/hostedcontrolplanes/selected/scale");
        String selector =
                new ObjectMapper().readTree(scale).at("/status/selector").asText();

        assertThat(mothership
                        .client()
                        .pods()
                        .inNamespace(Plane.NAMESPACE)
                        .withLabelSelector(selector)
                        .list()
                        .getItems())
                .extracting(pod -> pod.getMetadata().getName())
                .containsExactlyInAnyOrder("selected-0", "selected-1");
    }

    /** So that what knows Cluster API's Secrets finds them, and no deletion of the control plane takes them along. */
    @Test
    void keepsTheIdentityAsClusterApiDoes() {
        Plane plane = mothership.ready("identified");

        assertThat(IDENTITY).allSatisfy(identity -> {
            Secret secret = Objects.requireNonNull(plane.find(Secret.class, "identified-" + identity));
            assertThat(secret.getType()).isEqualTo("cluster.x-k8s.io/secret");
            assertThat(secret.getData()).containsOnlyKeys("tls.crt", "tls.key");
            assertThat(secret.getMetadata().getLabels())
                    .containsEntry("cluster.x-k8s.io/cluster-name", "identified")
                    .doesNotContainKey("velero.io/exclude-from-backup");
            assertThat(secret.getMetadata().getOwnerReferences()).isEmpty();
        });
    }

    @Test
    void givesItsServersWhatTheSecretOfTheDataStoreSays() {
        Plane plane = mothership.ready("connected");

        var server = plane.controllers().getSpec().getTemplate().getSpec().getInitContainers().stream()
                .filter(container -> container.getName().equals("evenkeel"))
                .findFirst()
                .orElseThrow();
        assertThat(server.getRestartPolicy()).isEqualTo("Always");
        assertThat(server.getEnv())
                .anyMatch(variable -> variable.getName().equals("EVENKEEL_DATASTORE")
                        && variable.getValue().equals("postgres://even%20keel@main-rw:5432/planes?sslmode=require"))
                .anyMatch(variable -> variable.getName().equals("JDK_JAVA_OPTIONS")
                        && variable.getValue().equals("-XX:TieredStopAtLevel=1"));
        assertThat(Serialization.asYaml(plane.controllers())).doesNotContain("c2VjcmV0", "\"secret\"\n");
    }

    @Test
    void scalesToEvenAndOddNumbers() {
        Plane plane = mothership.ready("scaled");

        for (int replicas : List.of(1, 2, 4, 6, 3, 1, 0, 2)) {
            plane.scale(replicas);
            plane.awaitReady(replicas);
            assertThat(plane.pods()).hasSize(replicas);
        }
        assertThat(plane.controllers().getMetadata().getGeneration())
                .as("only the number has changed")
                .isEqualTo(1 + 8);
        assertThat(plane.get().getMetadata().getGeneration())
                .as("nobody else has written the spec")
                .isEqualTo(1 + 8);
        assertThat(plane.revisions()).isEqualTo(1);
    }

    @Test
    void writesNothingWhenNothingIsToBeChanged() {
        Plane plane = mothership.plane("quiet");
        plane.create("networkPolicy: {}");
        plane.awaitReady();
        Map<String, String> versions = plane.versions();
        mothership.writes().forget();

        // What its owner may write on it is none of its objects', and what is said is what was meant anyway.
        plane.patch("""
                {"metadata": {"labels": {"team": "a"}, "annotations": {"note": "b"}},
                 "spec": {"expose": {"type": "ClusterIP"}}}
                """);
        plane.awaitReady();

        assertThat(plane.get().getMetadata().getGeneration()).isEqualTo(2);
        assertThat(plane.versions()).isEqualTo(versions).containsKey("NetworkPolicy/quiet");
        assertThat(mothership.writes().of("quiet"))
                .as("that the newest spec has been looked at, and nothing else")
                .containsExactly(
                        "PATCH /apis/evenkeel.io/v1alpha1/namespaces/default/hostedcontrolplanes/quiet/status");
    }

    @Test
    void mendsAfterARestartWhatHappenedMeanwhileAndNothingElse() {
        Plane plane = mothership.ready("unattended");
        Map<String, String> versions = plane.versions();
        String whole = Serialization.asYaml(plane.get());

        mothership.stopOperator();
        plane.delete(Service.class, "unattended-peers");
        mothership.restartOperator();
        plane.await("its Service", () -> plane.find(Service.class, "unattended-peers") != null);

        // The last that is written is the status; another control plane made now is ready only after that.
        mothership.ready("afterwards");
        assertThat(plane.versions())
                .hasSameSizeAs(versions)
                .containsAllEntriesOf(without(versions, "Service/unattended-peers"));
        assertThat(Serialization.asYaml(plane.get())).isEqualTo(whole);
    }

    @Test
    void makesAgainWhatSomebodyDeletes() {
        Plane plane = mothership.ready("deleted-from");

        plane.deleteAndAwaitAnother(Service.class, "deleted-from");
        plane.deleteAndAwaitAnother(Service.class, "deleted-from-konnectivity");
        plane.deleteAndAwaitAnother(Service.class, "deleted-from-peers");
        plane.deleteAndAwaitAnother(ConfigMap.class, "deleted-from-k0s");
        plane.deleteAndAwaitAnother(Secret.class, "deleted-from-evenkeel");
        plane.deleteAndAwaitAnother(PodDisruptionBudget.class, "deleted-from");
        plane.deleteAndAwaitAnother(StatefulSet.class, "deleted-from");

        plane.awaitReady();
    }

    @Test
    void letsControllersHaveTheConnectionsThatTheyMay() {
        Plane plane = mothership.plane("confined");
        plane.create("networkPolicy: {}");
        plane.awaitReady();
        NetworkPolicy policy = Objects.requireNonNull(plane.find(NetworkPolicy.class, "confined"));
        assertThat(policy.getSpec().getPolicyTypes()).containsExactly("Ingress", "Egress");
        assertThat(policy.getSpec().getEgress()).hasSize(3);

        plane.deleteAndAwaitAnother(NetworkPolicy.class, "confined");

        plane.patch("{\"spec\": {\"networkPolicy\": {\"extraEgress\": [{\"ports\": [{\"port\": 443}]}]}}}");
        plane.await("another rule", () -> rules(plane) == 4);

        plane.patch("{\"spec\": {\"networkPolicy\": null}}");
        plane.await("any connection", () -> plane.find(NetworkPolicy.class, "confined") == null);
        assertThat(plane.revisions()).isEqualTo(1);
    }

    private static int rules(Plane plane) {
        return Objects.requireNonNull(plane.find(NetworkPolicy.class, plane.name()))
                .getSpec()
                .getEgress()
                .size();
    }

    @Test
    void setsRightWhatSomebodyChanges() {
        Plane plane = mothership.ready("changed");

        var _ = mothership
                .client()
                .services()
                .inNamespace(Plane.NAMESPACE)
                .withName("changed")
                .edit(service -> new ServiceBuilder(service)
                        .editMetadata()
                        .addToAnnotations("example.org/found-by", "somebody")
                        .endMetadata()
                        .editSpec()
                        .withSessionAffinity("ClientIP")
                        .endSpec()
                        .build());

        plane.await(
                "no affinity",
                () -> Objects.requireNonNull(plane.find(Service.class, "changed"))
                        .getSpec()
                        .getSessionAffinity()
                        .equals("None"));
        assertThat(Objects.requireNonNull(plane.find(Service.class, "changed"))
                        .getMetadata()
                        .getAnnotations())
                .as("what is not the operator's")
                .containsEntry("example.org/found-by", "somebody");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca", "etcd", "proxy", "sa"})
    void makesNoIdentityAnewThatWasLost(String identity) {
        Plane plane = mothership.ready("robbed-" + identity);
        String secretName = plane.name() + "-" + identity;
        Secret secret = Objects.requireNonNull(plane.find(Secret.class, secretName));
        Map<String, String> versions = plane.versions();

        plane.delete(Secret.class, secretName);

        plane.awaitNot("CertificatesAvailable", "Lost");
        assertThat(plane.has("Stalled", "True")).isTrue();
        assertThat(plane.has("Available", "True")).isTrue();
        assertThat(plane.versions()).isEqualTo(without(versions, "Secret/" + secretName));

        var _ = mothership.client().resource(fresh(secret)).create();
        plane.awaitReady();
        assertThat(plane.has("Stalled", "True")).isFalse();
    }

    @Test
    void takesNoOtherAuthority() {
        Plane other = mothership.ready("other");
        Plane plane = mothership.ready("cheated");
        Secret foreign = Objects.requireNonNull(other.find(Secret.class, "other-ca"));
        String revision = plane.revision();

        var _ = mothership
                .client()
                .secrets()
                .inNamespace(Plane.NAMESPACE)
                .withName("cheated-ca")
                .edit(secret ->
                        new SecretBuilder(secret).withData(foreign.getData()).build());

        plane.awaitNot("CertificatesAvailable", "Replaced");
        assertThat(plane.revision()).isEqualTo(revision);
    }

    @Test
    void leavesTheIdentityBehindAndFindsItAgain() {
        Plane plane = mothership.ready("reborn");
        String fingerprint = Objects.requireNonNull(plane.get().getStatus()).authorityFingerprint();

        var _ = plane.resource()
                .withPropagationPolicy(DeletionPropagation.FOREGROUND)
                .delete();
        plane.await("its end", () -> plane.resource().get() == null);
        assertThat(plane.versions().keySet())
                .as("what is left")
                .containsExactlyElementsOf(
                        IDENTITY.stream().map(name -> "Secret/reborn-" + name).toList());

        plane.create();
        plane.awaitReady();
        assertThat(Objects.requireNonNull(plane.get().getStatus()).authorityFingerprint())
                .isEqualTo(fingerprint);
    }

    @Test
    void knowsWithoutAStatusThatSomethingIsLost() {
        Plane plane = mothership.ready("half-reborn");
        var _ = plane.resource().delete();
        plane.await(
                "its end",
                () -> plane.resource().get() == null && plane.versions().size() == IDENTITY.size());
        plane.delete(Secret.class, "half-reborn-sa");

        plane.create();

        plane.awaitNot("CertificatesAvailable", "Lost");
        assertThat(plane.find(Secret.class, "half-reborn-sa")).isNull();
        assertThat(plane.find(StatefulSet.class, "half-reborn")).isNull();
    }

    @Test
    void rollsWhatHasToBeReadAnew() {
        Plane plane = mothership.ready("rolled");

        plane.edit(resource -> {
            HostedControlPlaneSpec spec = resource.getSpec();
            resource.setSpec(new HostedControlPlaneSpec(
                    spec.version(),
                    spec.datastore(),
                    spec.replicas(),
                    spec.expose(),
                    spec.network(),
                    new Kubernetes(Map.of("SidecarContainers", true), Map.of("audit-log-maxage", "7")),
                    spec.pod(),
                    spec.networkPolicy()));
            return resource;
        });
        plane.awaitReady();

        assertThat(plane.revisions()).isEqualTo(2);
        assertThat(plane.k0sConfig()).contains("name: \"SidecarContainers\"", "audit-log-maxage: \"7\"");
    }

    @Test
    void waitsForTheAddressOfALoadBalancer() {
        Plane plane = mothership.plane("balanced");
        plane.create("expose:\n  type: LoadBalancer\n  loadBalancer:\n    sourceRanges: [192.0.2.0/24]");
        plane.awaitNot("EndpointReady", "Pending");
        assertThat(plane.find(StatefulSet.class, "balanced")).isNull();

        giveAddress("balanced", "192.0.2.1");
        giveAddress("balanced-konnectivity", "192.0.2.2");
        plane.awaitReady();

        assertThat(plane.k0sConfig()).contains("\"192.0.2.1:6443\"", "\"192.0.2.2:8132\"");
        assertThat(Objects.requireNonNull(plane.find(Service.class, "balanced"))
                        .getSpec()
                        .getLoadBalancerSourceRanges())
                .containsExactly("192.0.2.0/24");
    }

    private void giveAddress(String service, String address) {
        var _ = mothership
                .client()
                .services()
                .inNamespace(Plane.NAMESPACE)
                .withName(service)
                .editStatus(found -> new ServiceBuilder(found)
                        .editOrNewStatus()
                        .withNewLoadBalancer()
                        .withIngress(
                                new LoadBalancerIngressBuilder().withIp(address).build())
                        .endLoadBalancer()
                        .endStatus()
                        .build());
    }

    @Test
    void saysWhatIsMissingOfADatabase() {
        Plane plane = mothership.plane("homeless");
        plane.create("", "elsewhere");
        plane.awaitNot("DataStoreReady", "DataStoreMissing");
        assertThat(plane.find(StatefulSet.class, "homeless")).isNull();

        var _ = mothership.client().resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: elsewhere, namespace: default}
                spec: {driver: MySQL, connectionSecretRef: {name: elsewhere}}
                """).create();
        plane.awaitNot("DataStoreReady", "SecretMissing");

        var _ = mothership.client().resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: elsewhere, namespace: default}
                stringData: {host: db, port: "3306", user: u, database: d, password: p}
                """).create();
        plane.awaitReady();
    }

    /** One that was found of a control plane may arrive when there is another one of that name. */
    @Test
    void writesNoStatusOnWhatHasChangedMeanwhile() {
        Plane plane = mothership.ready("touched");
        HostedControlPlane before = plane.get();
        plane.patch("{\"metadata\": {\"labels\": {\"team\": \"b\"}}}");

        HostedControlPlane late = StatusPatch.of(new HostedControlPlane(), before, before.getStatus());

        assertThatThrownBy(() -> mothership
                        .client()
                        .resource(late)
                        .subresource("status")
                        .patch(new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager("evenkeel-operator")
                                .withForce(true)
                                .build()))
                .hasMessageContaining("the object has been modified");
    }

    /** It would be noticed by and by anyway, but not so soon. */
    @Test
    void takesAnotherLoginAsSoonAsTheSecretNamesIt() {
        var _ = mothership.client().resource("""
                apiVersion: v1
                kind: Secret
                metadata: {name: moving, namespace: default}
                stringData: {host: db, port: "5432", user: first, database: d, password: p}
                """).create();
        var _ = mothership.client().resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: DataStore
                metadata: {name: moving, namespace: default}
                spec: {driver: PostgreSQL, connectionSecretRef: {name: moving}}
                """).create();
        Plane plane = mothership.plane("moved");
        plane.create("", "moving");
        plane.awaitReady();

        var _ = mothership
                .client()
                .secrets()
                .inNamespace(Plane.NAMESPACE)
                .withName("moving")
                .edit(secret -> new SecretBuilder(secret)
                        .addToStringData("user", "second")
                        .build());

        Await.until(
                "the other login",
                Duration.ofSeconds(30),
                () -> Serialization.asYaml(plane.controllers()).contains("second@db:5432"));
        plane.awaitReady();
    }

    @ParameterizedTest
    @ValueSource(strings = {"deletionPolicy: Delete", "database: d", "username: u"})
    void refusesWhatWouldHaveNoEffectInASharedDatabase(String field) {
        Plane plane = mothership.plane("useless-" + field.substring(0, 4));

        plane.createOn("{name: main, " + field + "}", 1);

        plane.awaitNot("DataStoreReady", "DataStoreShared");
        assertThat(plane.find(StatefulSet.class, plane.name())).isNull();
    }

    private static Map<String, String> without(Map<String, String> versions, String key) {
        var rest = new TreeMap<>(versions);
        assertThat(rest.remove(key)).isNotNull();
        return rest;
    }

    private static Secret fresh(Secret secret) {
        return new SecretBuilder(secret)
                .editMetadata()
                .withResourceVersion(null)
                .withUid(null)
                .withManagedFields()
                .endMetadata()
                .build();
    }

    private static List<String> names(List<Pod> pods) {
        return pods.stream().map(pod -> pod.getMetadata().getName()).toList();
    }
}
