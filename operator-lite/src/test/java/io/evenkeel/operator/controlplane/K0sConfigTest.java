package io.evenkeel.operator.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.operator.api.DataStoreSpec.Driver;
import io.evenkeel.operator.api.DataStoreSpec.TlsMode;
import io.evenkeel.operator.api.HostedControlPlane;
import io.evenkeel.operator.api.HostedControlPlaneStatus.Endpoint;
import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.datastore.Connection;
import io.evenkeel.operator.datastore.SharedServers;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** k0s's configuration against {@link K0sRules}. */
final class K0sConfigTest {

    private static final List<String> NETWORKS = List.of(
            "{}",
            "{network: {provider: kuberouter}}",
            "{network: {provider: calico, podCIDR: 10.1.0.0/16}}",
            "{network: {provider: custom, podCIDR: 'fd00:1::/64', serviceCIDR: 'fd00:2::/108', clusterDomain: a.local}}");

    private static final List<String> SETTINGS = List.of(
            "{}",
            "{kubernetes: {featureGates: {B: false, A: true}}}",
            "{kubernetes: {apiServerArgs: {audit-log-maxage: '7', v: '2'}}}",
            "{expose: {certSANs: [api.example.com, 192.0.2.7, 'fd00::7', api.example.org]}}");

    private static final Serving BESIDE = new Serving.Beside(
            new Connection(Driver.MySQL, "db", 3306, "planes", "planes", TlsMode.Require, null, "login", "password"));
    private static final Serving SHARED = new Serving.Shared(
            new SharedServers("default", "main", true),
            Signer.of(ServerCertificate.secret(
                            new ObjectMeta(),
                            Authority.create("servers", Instant.EPOCH).entries()))
                    .orElseThrow());

    @ParameterizedTest
    @ValueSource(strings = {"api.example.org", "192.0.2.1", "fd00::1"})
    void isAcceptedWhateverTheSpecSays(String host) {
        for (String network : NETWORKS) {
            for (String settings : SETTINGS) {
                for (Serving serving : List.of(BESIDE, SHARED)) {
                    String text = config(host, network, settings, serving);

                    assertThat(K0sRules.violations(text)).as(text).isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "etcdPrefix: | etcdPrefx:",
                "etcdPrefix: \"registry\" | etcdPrefix: \"\"",
                "- \"http://127.0.0.1:2379\" | - \"\"",
                "port: 6443 | port: 66443",
                "port: 6443 | port: \"6443\"",
                "clientKeyFile: | clientKey:",
                "caFile: \"/etc/evenkeel/certificate/ca.crt\" | ",
                "- \"https://main-servers.default.svc:2379\" | - \"\"",
                "type: \"etcd\" | type: \"etc\"",
                "provider: \"calico\" | provider: \"flannel\"",
                "podCIDR: \"10.1.0.0/16\" | podCIDR: \"10.1.0.0\"",
                "enabled: false | enabled: \"no\"",
                "externalAddress: \"api.example.org:6443\" | externalAddress: \"fd00::1:6443\"",
            })
    void isRefusedWithAMistake(String right, @Nullable String wrong) {
        Serving serving = right.contains("File") || right.contains("https") ? SHARED : BESIDE;
        String text = config("api.example.org", NETWORKS.get(2), SETTINGS.getFirst(), serving);

        assertThat(text).contains(right);
        assertThat(K0sRules.violations(text.replace(right, wrong == null ? "" : wrong)))
                .isNotEmpty();
    }

    private static String config(String host, String network, String settings, Serving serving) {
        HostedControlPlane plane =
                Serialization.unmarshal("""
                apiVersion: evenkeel.io/v1alpha1
                kind: HostedControlPlane
                metadata: {name: team-a, namespace: default, uid: "1"}
                spec:
                  version: v1.36.2+k0s.0
                  datastore: {name: main}
                """ + more(network) + more(settings), HostedControlPlane.class);
        return K0sConfig.text(plane, new Endpoints(new Endpoint(host, 6443), new Endpoint(host, 8132)), serving);
    }

    /** A field of the spec, out of its braces. */
    private static String more(String field) {
        return "  " + field.substring(1, field.length() - 1) + "\n";
    }
}
