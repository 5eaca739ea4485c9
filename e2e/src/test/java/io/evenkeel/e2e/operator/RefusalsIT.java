package io.evenkeel.e2e.operator;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the API server itself refuses, by the definitions of our resources, while somebody still looks. */
@ExtendWith(OneMothership.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalsIT {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private Mothership mothership;
    private KubernetesClient client;

    @BeforeAll
    void start(Mothership one) {
        mothership = one;
        client = mothership.client();
        new Plane(client, "fixed").create("network:\n  podCIDR: 10.1.0.0/16");
        new Plane(client, "named").createOn("{name: nowhere, database: d, username: u}", 0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {version: v1.36.2+k0s.0}                                                            | spec.datastore: Required value
            {datastore: {name: main}}                                                           | spec.version: Required value
            {version: 1.36.2, datastore: {name: main}}                                          | spec.version in body should match
            {version: v1.36.2+k0s.0, datastore: {name: main}, replicas: -1}                     | should be greater than or equal to 0
            {version: v1.36.2+k0s.0, datastore: {name: main}, expose: {type: NodePort}}         | type NodePort needs a host
            {version: v1.36.2+k0s.0, datastore: {name: main}, expose: {loadBalancer: {}}}       | loadBalancer is for type LoadBalancer
            {version: v1.36.2+k0s.0, datastore: {name: main, database: ' d'}}                   | spec.datastore.database in body should match
            {version: v1.36.2+k0s.0, datastore: {name: main, deletionPolicy: Archive}}          | Unsupported value: "Archive"
            {version: v1.36.2+k0s.0, datastore: {name: main}, expose: {type: Ingress}}          | Unsupported value: "Ingress"
            {version: v1.36.2+k0s.0, datastore: {name: main}, kubernetes: {apiServerArgs: {etcd-prefix: p}}}  | follows from datastore
            {version: v1.36.2+k0s.0, datastore: {name: main}, kubernetes: {apiServerArgs: {v: '2', etcd-servers: s}}} | follows from datastore
            """)
    void controlPlanesThatCannotBeMeant(String spec, String message) {
        assertThatThrownBy(() -> create("HostedControlPlane", "wrong", "spec: " + spec))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            network: {podCIDR: 10.300.0.0/16}                              | podCIDR is one range of addresses
            network: {podCIDR: 10.1.0.0}                                   | podCIDR is one range of addresses
            network: {podCIDR: 'fd00::/48,10.1.0.0/16'}                    | podCIDR is one range of addresses
            network: {serviceCIDR: 10.96.0.0/33}                           | serviceCIDR is one range of addresses
            network: {podCIDR: 10.0.0.0/8}                                 | overlap
            network: {serviceCIDR: 10.244.7.0/24}                          | overlap
            network: {podCIDR: 10.5.0.0/16, serviceCIDR: 10.5.1.0/24}      | overlap
            network: {podCIDR: 'fd00:1::/48'}                              | both of IPv4 or both of IPv6
            network: {podCIDR: 10.1.0.0/25}                                | no room for a node
            network: {serviceCIDR: 10.97.0.0/30}                           | less than 8 addresses
            network: {serviceCIDR: 'fd00:2::/126', podCIDR: 'fd00:1::/48'} | less than 8 addresses
            network: {clusterDomain: cluster_local}                        | spec.network.clusterDomain in body should match
            network: {clusterDomain: .local}                               | spec.network.clusterDomain in body should match
            expose: {host: 'https://a.example.org'}                        | host is neither a name nor an address
            expose: {host: 'a.example.org:6443'}                           | host is neither a name nor an address
            expose: {host: 0.0.0.0}                                        | host is neither a name nor an address
            expose: {host: 192.0.2.256}                                    | host is neither a name nor an address
            expose: {host: '[2001:db8::1]'}                                | host is neither a name nor an address
            expose: {host: ''}                                             | host is neither a name nor an address
            expose: {konnectivityHost: '::'}                               | konnectivityHost is neither a name nor an address
            expose: {certSANs: [a.example.org, '*.example.org']}           | certSANs are names and addresses
            expose: {certSANs: ['192.0.2.1:6443']}                         | certSANs are names and addresses
            expose: {type: LoadBalancer, loadBalancer: {sourceRanges: [192.0.2.1]}} | sourceRanges are ranges of addresses
            """)
    void addressesThatK0sWouldStopAt(String field, String message) {
        assertThatThrownBy(() -> create(
                        "HostedControlPlane",
                        "wrong",
                        "spec: {version: v1.36.2+k0s.0, datastore: {name: main}, " + field + "}"))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            network: {podCIDR: 10.1.0.0/24, serviceCIDR: 10.1.1.0/29, clusterDomain: Team-A.local}
            network: {podCIDR: 'fd00:1::/48', serviceCIDR: 'fd00:2::/108'}
            expose: {host: localhost, konnectivityHost: '2001:db8::1', certSANs: [a.example.org, 1.example.org, 192.0.2.1, '::1']}
            expose: {type: LoadBalancer, loadBalancer: {sourceRanges: [192.0.2.0/24, '2001:db8::/32']}}
            kubernetes: {apiServerArgs: {etcd-compaction-interval: 1m}}
            """)
    void addressesThatK0sTakesAreTaken(String field) {
        var _ = client.resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: HostedControlPlane
                metadata: {name: right, namespace: default}
                spec: {version: v1.36.2+k0s.0, datastore: {name: main}, %s}
                """.formatted(field)).dryRun().create();
    }

    @ParameterizedTest
    @CsvSource({
        "a-name-that-is-longer-than-forty-characters",
        "1st",
        "with.dot",
    })
    void namesThatServicesCannotHave(String name) {
        assertThatThrownBy(() ->
                        create("HostedControlPlane", name, "spec: {version: v1.36.2+k0s.0, datastore: {name: main}}"))
                .hasMessageContaining("a name is at most 40");
    }

    @ParameterizedTest
    @CsvSource({"HostedControlPlane", "DataStore", "JoinToken", "KubeconfigAccess"})
    void resourcesWithoutASpec(String kind) {
        assertThatThrownBy(() -> create(kind, "empty", "")).hasMessageContaining("there is no spec");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"datastore": {"name": "other"}}        | datastore.name cannot be changed
            {"network": {"podCIDR": "10.3.0.0/16"}} | network cannot be changed
            {"network": null}                       | network cannot be changed
            """)
    void changesThatWouldMakeAnotherCluster(String change, String message) {
        assertThatThrownBy(() -> patch("HostedControlPlane", "fixed", change)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"datastore": {"database": "other"}} | datastore.database cannot be changed
            {"datastore": {"database": null}}    | datastore.database cannot be changed
            {"datastore": {"username": "other"}} | datastore.username cannot be changed
            {"datastore": {"username": null}}    | datastore.username cannot be changed
            """)
    void changesThatWouldLeaveADatabaseBehind(String change, String message) {
        assertThatThrownBy(() -> patch("HostedControlPlane", "named", change)).hasMessageContaining(message);
        assertThatThrownBy(() -> patch("HostedControlPlane", "fixed", change.replace("null", "\"new\"")))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {driver: Oracle, connectionSecretRef: {name: s}}                                                | Unsupported value: "Oracle"
            {driver: MySQL}                                                                                 | connectionSecretRef: Required value
            {driver: MySQL, connectionSecretRef: {name: s}, tls: {mode: Require, caSecretRef: {name: c, key: k}}} | tls.caSecretRef is for tls.mode VerifyFull
            {driver: MySQL, connectionSecretRef: {name: s}, tls: {caSecretRef: {name: c, key: k}}}          | tls.mode: Required value
            {driver: PostgreSQL, connectionSecretRef: {name: s}, tls: {mode: VerifyFull}}                   | go together
            {driver: PostgreSQL, connectionSecretRef: {name: s}, tls: {mode: Require, caSecretRef: {name: c, key: k}}} | go together
            {driver: PostgreSQL, connectionSecretRef: {name: s}, passwordGeneration: 1}                     | passwordGeneration is for mode Managed
            {driver: PostgreSQL, mode: Managed, connectionSecretRef: {name: s}, passwordGeneration: -1}     | should be greater than or equal to 0
            {driver: PostgreSQL, mode: Own, connectionSecretRef: {name: s}}                                 | Unsupported value: "Own"
            {driver: PostgreSQL, mode: Managed, connectionSecretRef: {name: s}, shim: {mode: Shared}}       | with shim.mode Shared all could
            {driver: PostgreSQL, connectionSecretRef: {name: s}, shim: {mode: Sidecar, replicas: 2}}        | all but shim.mode is for mode Shared
            {driver: PostgreSQL, connectionSecretRef: {name: s}, shim: {mode: Shared, replicas: 0}}         | should be greater than or equal to 1
            {driver: PostgreSQL, connectionSecretRef: {name: s}, shim: {replicas: 2}}                       | shim.mode: Required value
            """)
    void datastoresThatCannotBeMeant(String spec, String message) {
        assertThatThrownBy(() -> create("DataStore", "wrong", "spec: " + spec)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource("MySQL")
    void anotherKindOfDatabase(String driver) {
        assertThatThrownBy(() -> patch("DataStore", "main", "{\"driver\": \"" + driver + "\"}"))
                .hasMessageContaining("driver cannot be changed");
    }

    @Test
    void namesThatServicesOfServersCannotHave() {
        assertThatThrownBy(() -> create(
                        "DataStore",
                        "with.dot",
                        "spec: {driver: MySQL, connectionSecretRef: {name: s}, shim: {mode: Shared}}"))
                .hasMessageContaining("a name is at most 40");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JoinToken        | {}                                                          | spec.controlPlane: Required value
            JoinToken        | {controlPlane: a, ttl: 0h}                                  | spec.ttl in body should match
            JoinToken        | {controlPlane: a, ttl: 1d}                                  | spec.ttl in body should match
            KubeconfigAccess | {user: u}                                                   | spec.controlPlane: Required value
            KubeconfigAccess | {controlPlane: a}                                           | spec.user: Required value
            KubeconfigAccess | {controlPlane: a, user: 'u v'}                              | spec.user in body should match
            KubeconfigAccess | {controlPlane: a, user: u, ttl: forever}                    | spec.ttl in body should match
            """)
    void accessThatCannotBeMeant(String kind, String spec, String message) {
        assertThatThrownBy(() -> create(kind, "wrong", "spec: " + spec)).hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            JoinToken        | {controlPlane: nowhere}          | {"ttl": "2h"}
            JoinToken        | {controlPlane: nowhere}          | {"controlPlane": "fixed"}
            KubeconfigAccess | {controlPlane: nowhere, user: u} | {"user": "v"}
            KubeconfigAccess | {controlPlane: nowhere, user: u} | {"groups": ["system:masters"]}
            KubeconfigAccess | {controlPlane: nowhere, user: u} | {"renew": true}
            """)
    void changesOfWhatMayHaveBeenHandedOut(String kind, String spec, String change) {
        create(kind, "handed-out", "spec: " + spec);

        assertThatThrownBy(() -> patch(kind, "handed-out", change))
                .hasMessageContaining("cannot be changed: make another");

        var _ = client.genericKubernetesResources("evenkeel.io/v1alpha1", kind)
                .inNamespace(Plane.NAMESPACE)
                .withName("handed-out")
                .withTimeoutInMillis(LIMIT.toMillis())
                .delete();
    }

    @Test
    void anotherMode() {
        assertThatThrownBy(() -> patch("DataStore", "main", "{\"mode\": \"Managed\"}"))
                .hasMessageContaining("mode cannot be changed");
        assertThatThrownBy(() -> patch("DataStore", "main", "{\"shim\": {\"mode\": \"Shared\"}}"))
                .hasMessageContaining("shim.mode cannot be changed");
    }

    private void create(String kind, String name, String rest) {
        var _ = client.resource("""
                apiVersion: evenkeel.io/v1alpha1
                kind: %s
                metadata: {name: %s, namespace: default}
                %s
                """.formatted(kind, name, rest)).create();
    }

    private void patch(String kind, String name, String spec) {
        var _ = client.genericKubernetesResources("evenkeel.io/v1alpha1", kind)
                .inNamespace(Plane.NAMESPACE)
                .withName(name)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": " + spec + "}");
    }
}
