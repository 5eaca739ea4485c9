package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.version.K0sVersion;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What rolls controllers, and what does not. */
final class TemplateTest {

    private static final String CONFIG = "k0s's configuration";
    private static final Connection DATABASE = connection("db", "login");

    private static Connection connection(String host, String secret) {
        return new Connection(
                Driver.PostgreSQL, host, 5432, "planes", "planes", TlsMode.Require, null, secret, "password");
    }

    private static HostedControlPlane plane() {
        return Serialization.unmarshal(ChildrenTest.read("everything.yaml"), HostedControlPlane.class);
    }

    private static PodTemplateSpec template(
            HostedControlPlane plane, Connection database, Map<Identity, KeyMaterial> identity, String config) {
        return ControllerSet.of(
                        plane,
                        ChildrenTest.IMAGES,
                        K0sVersion.parse(plane.getSpec().version()),
                        ControllerSet.replicas(plane),
                        new Serving.Beside(database),
                        identity,
                        config)
                .getSpec()
                .getTemplate();
    }

    private static PodTemplateSpec template() {
        return template(plane(), DATABASE, ChildrenTest.identity(), CONFIG);
    }

    private static PodTemplateSpec with(Identity kind, KeyMaterial material) {
        var identity = new EnumMap<>(ChildrenTest.identity());
        var _ = identity.put(kind, material);
        return template(plane(), DATABASE, identity, CONFIG);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "SERVERS")
    void isAnotherWithAnotherCertificateOrKey(Identity kind) {
        KeyMaterial before = KeyMaterials.in(ChildrenTest.identity(), kind);

        assertThat(with(kind, before)).isEqualTo(template());
        assertThat(with(kind, new KeyMaterial("another", before.key()))).isNotEqualTo(template());
        assertThat(with(kind, new KeyMaterial(before.certificate(), "another"))).isNotEqualTo(template());
    }

    /** Which they read anew themselves. */
    @Test
    void isTheSameWhateverTheServersBesideKnowEachOtherBy() {
        assertThat(with(Identity.SERVERS, new KeyMaterial("another", "one"))).isEqualTo(template());
    }

    @Test
    void isAnotherWithAnotherConfiguration() {
        assertThat(template(plane(), DATABASE, ChildrenTest.identity(), "another"))
                .isNotEqualTo(template());
    }

    @Test
    void isAnotherWithAnotherDatabaseOrSecretOfIt() {
        assertThat(template(plane(), connection("other", "login"), ChildrenTest.identity(), CONFIG))
                .isNotEqualTo(template());
        assertThat(template(plane(), connection("db", "other"), ChildrenTest.identity(), CONFIG))
                .isNotEqualTo(template());
    }

    @Test
    void isTheSameWhateverIsWrittenOnTheControlPlane() {
        HostedControlPlane written = plane();
        written.getMetadata().setLabels(Map.of("team", "b", "app.kubernetes.io/name", "mine"));
        written.getMetadata().setAnnotations(Map.of("note", "c"));
        written.getMetadata().setResourceVersion("17");
        written.getMetadata().setGeneration(3L);

        assertThat(template(written, DATABASE, ChildrenTest.identity(), CONFIG)).isEqualTo(template());
    }

    @Test
    void isTheSameForAnyNumberOfControllers() {
        for (int replicas : new int[] {0, 1, 2, 3, 6}) {
            PodTemplateSpec template = ControllerSet.of(
                            plane(),
                            ChildrenTest.IMAGES,
                            K0sVersion.parse(plane().getSpec().version()),
                            replicas,
                            new Serving.Beside(DATABASE),
                            ChildrenTest.identity(),
                            CONFIG)
                    .getSpec()
                    .getTemplate();

            assertThat(template).isEqualTo(template());
        }
    }
}
