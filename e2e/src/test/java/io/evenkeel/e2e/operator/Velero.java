package io.evenkeel.e2e.operator;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Velero's real server, outside of the cluster that it looks after, with a folder in the place of object storage. */
final class Velero implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final String VERSION = "velero.io/v1";
    private static final String NAMESPACE = "velero";

    private final KubernetesClient client;
    private final RunningProcess server;

    /**
     * Installs and starts it.
     *
     * @param storage where backups are, of other clusters too
     */
    Velero(Mothership mothership, Path folder, Path storage) throws IOException {
        client = mothership.client();
        Path program = GoTools.path("velero");
        try (InputStream definitions = Files.newInputStream(program.resolveSibling("velero-crds.yaml"))) {
            var _ = client.load(definitions).serverSideApply();
        }
        Await.until(
                "Velero's definitions",
                LIMIT,
                () -> client.getApiGroup("velero.io") != null
                        && client.getApiResources(VERSION).getResources().stream()
                                .anyMatch(resource -> resource.getKind().equals("BackupStorageLocation")));
        create("""
                apiVersion: v1
                kind: Namespace
                metadata: {name: velero}
                """);
        create("""
                apiVersion: velero.io/v1
                kind: BackupStorageLocation
                metadata: {name: default, namespace: velero}
                spec:
                  provider: evenkeel.test/folder
                  config: {folder: "%s"}
                  objectStorage: {bucket: backups}
                  default: true
                """.formatted(storage));
        // Its image is looked up when something is restored; nothing runs it here.
        create("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: velero, namespace: velero}
                spec:
                  selector: {matchLabels: {deploy: velero}}
                  template:
                    metadata: {labels: {deploy: velero}}
                    spec: {containers: [{name: velero, image: example.org/velero}]}
                """);
        Path plugins = Files.createDirectories(folder.resolve("plugins"));
        Files.createSymbolicLink(plugins.resolve("folder-store"), program);
        server = Command.of(
                        program,
                        "server",
                        "--kubeconfig=" + mothership.kubeconfig(),
                        "--namespace=" + NAMESPACE,
                        "--plugin-dir=" + plugins,
                        "--backup-sync-period=1s",
                        "--log-level=warning",
                        "--item-operation-sync-frequency=1s",
                        "--metrics-address=127.0.0.1:" + FreePorts.take(),
                        "--profiler-address=")
                .withEnvironment("TMPDIR", folder.toString())
                .start(folder.resolve("velero.log"));
        awaitPhase("BackupStorageLocation", "default", "Available");
    }

    private void create(String yaml) {
        var _ = client.resource(yaml).create();
    }

    /** Everything of one namespace, as {@code velero backup create} has it without further options. */
    void backUp(String name, String namespace) {
        create("""
                apiVersion: velero.io/v1
                kind: Backup
                metadata: {name: %s, namespace: velero}
                spec: {includedNamespaces: [%s], storageLocation: default}
                """.formatted(name, namespace));
        awaitPhase("Backup", name, "Completed");
    }

    /** @param options lines of the spec */
    void restore(String name, String backup, String options) {
        server.awaitUntil("the backup " + backup, LIMIT, () -> find("Backup", backup) != null);
        create("""
                apiVersion: velero.io/v1
                kind: Restore
                metadata: {name: %s, namespace: velero}
                spec:
                  backupName: %s
                %s""".formatted(name, backup, options.indent(2)));
        awaitPhase("Restore", name, "Completed");
    }

    /** What the documentation has people make before they restore. */
    void createModifier(String yaml) {
        create(yaml);
    }

    private void awaitPhase(String kind, String name, String phase) {
        server.awaitUntil(kind + " " + name + " being " + phase, LIMIT, () -> {
            GenericKubernetesResource found = find(kind, name);
            String now = found == null ? "" : String.valueOf(found.<Object>get("status", "phase"));
            if (now.contains("Failed")) {
                throw new AssertionError(Serialization.asYaml(found) + server.output());
            }
            return now.equals(phase);
        });
    }

    private GenericKubernetesResource find(String kind, String name) {
        return client.genericKubernetesResources(VERSION, kind)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    @Override
    public void close() {
        server.close();
    }
}
