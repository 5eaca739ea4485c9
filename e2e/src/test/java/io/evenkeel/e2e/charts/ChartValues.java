package io.evenkeel.e2e.charts;

import java.util.List;

/** Values that people could give, and what objects they are to get for them. */
enum ChartValues {
    SMALLEST("""
            externalDatabase: {host: db, database: evenkeel, user: evenkeel, existingSecret: db}
            """),
    ONE_SERVER_ON_MYSQL("""
            replicaCount: 1
            externalDatabase:
              {type: mysql, host: db, port: 3307, database: k, user: u, existingSecret: db, sslMode: verify-identity, ddl: never}
            podDisruptionBudget: {minAvailable: 50%, unhealthyPodEvictionPolicy: IfHealthyBudget}
            service: {type: LoadBalancer, port: 12379, annotations: {a: b}}
            """),
    BARE("""
            externalDatabase: {host: db, database: evenkeel, user: evenkeel, existingSecret: db}
            podDisruptionBudget: {enabled: false}
            serviceAccount: {create: false}
            lifecycle: null
            settings: {max-txn-ops: 512, client-socket-mode: "600", forward-writes: never}
            """, List.of("service/keel-evenkeel", "statefulset.apps/keel-evenkeel", "pod/keel-evenkeel-test")),
    EXISTING_CERTIFICATE("""
            externalDatabase: {host: db, database: evenkeel, user: evenkeel, existingSecret: db, sslMode: require}
            tls: {enabled: true, existingSecret: certificate, clientCertAuth: false}
            listenAddress: "[::]"
            """),
    CLOUD_NATIVE_PG("""
            externalDatabase:
              existingSecret: pg-app
              existingSecretHostKey: host
              existingSecretPortKey: port
              existingSecretDatabaseKey: dbname
              existingSecretUserKey: username
              sslMode: verify-full
              caSecret: pg-ca
            """),
    PLACED("""
            externalDatabase: {host: db, database: evenkeel, user: evenkeel, existingSecret: db}
            global: {imageRegistry: registry.example}
            image: {digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", pullPolicy: Always}
            imagePullSecrets: [{name: pull}]
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{key: a, operator: Exists}]
            affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
            topologySpreadConstraints:
              - {topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule}
              - {topologyKey: rack, maxSkew: 2, whenUnsatisfiable: DoNotSchedule, labelSelector: {matchLabels: {a: b}}}
            priorityClassName: system-cluster-critical
            extraEnvVars: [{name: TZ, value: UTC}]
            extraVolumes: [{name: more, emptyDir: {}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            """),
    EVERYTHING(
            """
            replicaCount: 4
            externalDatabase: {host: db, database: evenkeel, user: evenkeel, existingSecret: db}
            tls:
              enabled: true
              certManager: {enabled: true, issuerRef: {name: ours, kind: ClusterIssuer}, extraDnsNames: [etcd.example]}
            javaOptions: -Xmx512m
            commonLabels: {team: keel}
            commonAnnotations: {note: all}
            podLabels: {more: pods}
            podAnnotations: {more: pods}
            networkPolicy:
              enabled: true
              clients: [{namespaceSelector: {}}]
              metrics: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
              database: [{ipBlock: {cidr: 10.0.0.0/8}}]
              extraEgress: [{ports: [{port: 443}]}]
            metrics:
              serviceMonitor:
                enabled: true
                scrapeTimeout: 10s
                labels: {release: prometheus}
                relabelings: [{action: replace, targetLabel: cluster, replacement: here}]
                metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: jvm_.*}]
              prometheusRule: {enabled: true, extraRules: [{alert: More, expr: vector(1)}]}
            dashboards: {enabled: true, annotations: {folder: Databases}}
            extraDeploy:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-more", labels: {app.kubernetes.io/instance: "{{ .Release.Name }}"}}}
            """,
            List.of(
                    "serviceaccount/keel-evenkeel",
                    "service/keel-evenkeel",
                    "service/keel-evenkeel-peers",
                    "statefulset.apps/keel-evenkeel",
                    "poddisruptionbudget.policy/keel-evenkeel",
                    "networkpolicy.networking.k8s.io/keel-evenkeel",
                    "certificate.cert-manager.io/keel-evenkeel",
                    "servicemonitor.monitoring.coreos.com/keel-evenkeel",
                    "prometheusrule.monitoring.coreos.com/keel-evenkeel",
                    "configmap/keel-evenkeel-dashboard",
                    "configmap/keel-more"));

    private final String yaml;
    private final String objects;

    ChartValues(String yaml) {
        this(
                yaml,
                List.of(
                        "serviceaccount/keel-evenkeel",
                        "service/keel-evenkeel",
                        "service/keel-evenkeel-peers",
                        "statefulset.apps/keel-evenkeel",
                        "poddisruptionbudget.policy/keel-evenkeel",
                        "pod/keel-evenkeel-test"));
    }

    ChartValues(String yaml, List<String> objects) {
        this.yaml = yaml;
        this.objects = String.join(" ", objects);
    }

    String yaml() {
        return yaml;
    }

    /** Those of a release {@code keel}. */
    List<String> objects() {
        return List.of(objects.split(" ", -1));
    }
}
