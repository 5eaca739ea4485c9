package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.FolderCopy;
import io.evenkeel.e2e.tools.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What is left of a control plane that did not do what it should, in {@code e2e/target/kubernetes-failed}: its folder, with all logs and
 * data, and what each API server says that is there: as its watch cache has it, and once that is as new as the datastore.
 */
final class FailedRun {

    private static final List<String> KINDS = List.of(
            "/api/v1/nodes",
            "/api/v1/namespaces/default/pods",
            "/apis/apps/v1/namespaces/default/replicasets",
            "/apis/apps/v1/namespaces/default/deployments",
            "/apis/apps/v1/namespaces/default/statefulsets");

    private FailedRun() {}

    /** @param folder of the run */
    static void keep(FullControlPlane plane, Path folder) throws IOException {
        Path all = Files.createDirectories(Repository.root().resolve("e2e/target/kubernetes-failed"));
        Path kept = Files.createTempDirectory(all, folder.getFileName() + "-");
        FolderCopy.copy(folder, kept.resolve("folder"));
        keep(plane.first(), kept, "first");
        keep(plane.second(), kept, "second");
    }

    private static void keep(ApiClient client, Path kept, String name) throws IOException {
        for (String path : KINDS) {
            String file = "%s-%s".formatted(name, path.substring(path.lastIndexOf('/') + 1));
            Files.writeString(
                    kept.resolve(file + "-cached.json"),
                    client.get(path + "?resourceVersion=0").body());
            Files.writeString(
                    kept.resolve(file + "-stored.json"), client.get(path).body());
        }
        Files.writeString(
                kept.resolve(name + "-metrics.txt"), client.get("/metrics").body());
    }
}
