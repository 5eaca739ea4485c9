package io.evenkeel.e2e.charts;

import java.util.List;

/** Values that people could give to the operator's chart, and what objects they are to get for them. */
enum OperatorValues {
    NONE(
            "{}",
            List.of(
                    "serviceaccount/keel-evenkeel-operator",
                    "service/keel-evenkeel-operator",
                    "deployment.apps/keel-evenkeel-operator",
                    "pod/keel-evenkeel-operator-test",
                    "poddisruptionbudget.policy/keel-evenkeel-operator",
                    "clusterrole.rbac.authorization.k8s.io/keel-evenkeel-operator",
                    "clusterrole.rbac.authorization.k8s.io/keel-evenkeel-operator-leader",
                    "clusterrole.rbac.authorization.k8s.io/keel-evenkeel-operator-view",
                    "clusterrole.rbac.authorization.k8s.io/keel-evenkeel-operator-edit",
                    "clusterrole.rbac.authorization.k8s.io/keel-evenkeel-operator-admin",
                    "clusterrolebinding.rbac.authorization.k8s.io/keel-evenkeel-operator",
                    "rolebinding.rbac.authorization.k8s.io/keel-evenkeel-operator-leader")),
    ONE_ALONE("""
            replicaCount: 1
            leaderElection: {enabled: false}
            rbac: {create: false, createAggregateRoles: false}
            serviceAccount: {create: false, name: mine}
            podDisruptionBudget: {enabled: false}
            """, List.of("service/keel-evenkeel-operator", "deployment.apps/keel-evenkeel-operator")),
    PLACED("""
            global: {imageRegistry: registry.example}
            image: {digest: "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef", pullPolicy: Always}
            serverImage: {tag: "1.2"}
            k0sImage: {repository: mirror/k0s}
            imagePullSecrets: [{name: pull}]
            nodeSelector: {kubernetes.io/os: linux}
            tolerations: [{key: a, operator: Exists}]
            affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: []}}
            topologySpreadConstraints: [{topologyKey: zone, maxSkew: 1, whenUnsatisfiable: DoNotSchedule}]
            priorityClassName: system-cluster-critical
            podDisruptionBudget: {minAvailable: 50%, unhealthyPodEvictionPolicy: IfHealthyBudget}
            extraEnvVars: [{name: TZ, value: UTC}]
            extraVolumes: [{name: more, emptyDir: {}}]
            extraVolumeMounts: [{name: more, mountPath: /more}]
            """, List.of("deployment.apps/keel-evenkeel-operator")),
    EVERYTHING(
            """
            replicaCount: 3
            watchNamespaces: [default, charts]
            javaOptions: -Xmx128m
            commonLabels: {team: keel}
            commonAnnotations: {note: all}
            podLabels: {more: pods}
            podAnnotations: {more: pods}
            serviceAccount: {annotations: {more: account}}
            networkPolicy:
              enabled: true
              metrics: [{namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: monitoring}}}]
              egress: [{ports: [{port: 443}]}]
            metrics:
              serviceMonitor:
                enabled: true
                scrapeTimeout: 10s
                labels: {release: prometheus}
                relabelings: [{action: replace, targetLabel: cluster, replacement: here}]
                metricRelabelings: [{action: drop, sourceLabels: [__name__], regex: jvm_.*}]
              podMonitor: {enabled: true, labels: {release: prometheus}}
              prometheusRule: {enabled: true, extraRules: [{alert: More, expr: vector(1)}]}
            dashboards: {enabled: true, annotations: {folder: Kubernetes}}
            extraDeploy:
              - {apiVersion: v1, kind: ConfigMap, metadata: {name: "{{ .Release.Name }}-more"}}
            """,
            List.of(
                    "deployment.apps/keel-evenkeel-operator",
                    "networkpolicy.networking.k8s.io/keel-evenkeel-operator",
                    "podmonitor.monitoring.coreos.com/keel-evenkeel-operator",
                    "prometheusrule.monitoring.coreos.com/keel-evenkeel-operator",
                    "servicemonitor.monitoring.coreos.com/keel-evenkeel-operator",
                    "rolebinding.rbac.authorization.k8s.io/keel-evenkeel-operator",
                    "configmap/keel-evenkeel-operator-dashboard",
                    "configmap/keel-more"));

    private final String yaml;
    private final String objects;

    OperatorValues(String yaml, List<String> objects) {
        this.yaml = yaml;
        this.objects = String.join(" ", objects);
    }

    String yaml() {
        return yaml;
    }

    /** Those of a release {@code keel}, or some of them. */
    List<String> objects() {
        return List.of(objects.split(" ", -1));
    }
}
