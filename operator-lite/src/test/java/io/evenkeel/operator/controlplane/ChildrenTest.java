package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.DataStore;
import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.SecretKeyRef;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;
import io.evenkeel.operator.version.K0sVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every object of a control plane, whole, as a file that is read like a manifest. */
final class ChildrenTest {

    static final Images IMAGES = new Images("example.org/evenkeel:1.0", "k0sproject/k0s");

    private static final Connection PLAIN =
            new Connection(Driver.MySQL, "db", 3306, "planes", "planes", TlsMode.Require, null, "db-login", "password");
    static final Connection SECURED = new Connection(
            Driver.PostgreSQL,
            "db.example.org",
            5432,
            "planes",
            "$(odd)",
            TlsMode.VerifyFull,
            new SecretKeyRef("db-authority", "root.pem"),
            "db-login",
            "password");

    @ParameterizedTest
    @ValueSource(strings = {"shortest", "everything"})
    void areWhatTheSpecLeadsTo(String name) {
        var serving = new Serving.Beside(name.equals("everything") ? SECURED : PLAIN);

        assertThat(childrenOf(name, serving)).isEqualTo(read(name + "-children.yaml"));
    }

    @Test
    void haveNoServersWhereThoseAreShared() {
        Signer authority = authority();
        var serving = new Serving.Shared(new SharedServers("team-a", "main", true), authority);

        assertThat(childrenOf("shortest", serving)
                        .replace(Digest.of(authority.material().certificate()), "DIGEST OF THE AUTHORITY"))
                .isEqualTo(read("sharing-children.yaml"));
    }

    @Test
    void mayReachServersThatAreSharedWhereTheirConnectionsAreLimited() {
        var plane = Serialization.unmarshal(read("everything.yaml"), HostedControlPlane.class);
        var serving = new Serving.Shared(new SharedServers("team-a", "main", true), authority());

        assertThat(ControllerTraffic.of(plane, serving).orElseThrow().getSpec().getEgress())
                .filteredOn(rule -> rule.getPorts().getFirst().getPort().getIntVal() == Ports.ETCD)
                .singleElement()
                .satisfies(rule -> assertThat(
                                rule.getTo().getFirst().getPodSelector().getMatchLabels())
                        .containsEntry(SharedNames.STORE_LABEL, "main"));
    }

    @Test
    void ofADataStoreAreServersThatAreShared() {
        DataStore store = Serialization.unmarshal(read("datastore.yaml"), DataStore.class);
        var user = Serialization.unmarshal(read("shortest.yaml"), HostedControlPlane.class);
        var set = new SharedSet(
                new SharedNames(store, List.of(user)), SharedServers.of(store).orElseThrow());

        assertThat(yaml(List.of(set.clients(), set.peers(), set.budget(), set.servers(IMAGES, SECURED))))
                .isEqualTo(read("datastore-children.yaml"));
    }

    private static String childrenOf(String name, Serving serving) {
        return childrenOf(Serialization.unmarshal(read(name + ".yaml"), HostedControlPlane.class), serving);
    }

    static String childrenOf(HostedControlPlane plane, Serving serving) {
        Service api = ApiServices.api(plane);
        Service konnectivity = ApiServices.konnectivity(plane);
        String config =
                K0sConfig.text(plane, Endpoints.of(plane, api, konnectivity).orElseThrow(), serving);
        var objects = new ArrayList<HasMetadata>(List.of(
                api,
                konnectivity,
                ApiServices.peers(plane),
                Budget.of(plane),
                K0sConfig.of(plane, config),
                ControllerSet.of(
                        plane,
                        IMAGES,
                        K0sVersion.parse(plane.getSpec().version()),
                        ControllerSet.replicas(plane),
                        serving,
                        identity(),
                        config)));
        ControllerTraffic.of(plane, serving).ifPresent(objects::add);
        return yaml(objects);
    }

    static String yaml(List<HasMetadata> objects) {
        return objects.stream().map(Serialization::asYaml).collect(Collectors.joining());
    }

    private static Signer authority() {
        KeyMaterial material = Authority.create("evenkeel-servers", Instant.now());
        return Signer.of(ServerCertificate.secret(new ObjectMeta(), material.entries()))
                .orElseThrow();
    }

    static Map<Identity, KeyMaterial> identity() {
        var identity = new EnumMap<Identity, KeyMaterial>(Identity.class);
        for (Identity kind : Identity.values()) {
            identity.put(kind, new KeyMaterial("certificate of " + kind, "key of " + kind));
        }
        return identity;
    }

    static String read(String file) {
        try (InputStream in = ChildrenTest.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(file, e);
        }
    }
}
