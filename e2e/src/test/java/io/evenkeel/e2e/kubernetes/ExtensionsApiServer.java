package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tls.Authority;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** A real apiextensions-apiserver without a kube-apiserver before it: it has custom resources and nothing else. */
final class ExtensionsApiServer implements AutoCloseable {

    private static final Duration START = Duration.ofMinutes(1);
    private static final int OK = 200;

    /** It has to be told where to ask who may do what, and asks for nobody who is a master by its certificate. */
    private static final String NOWHERE = """
            apiVersion: v1
            kind: Config
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
            users: [{name: u, user: {token: none}}]
            contexts: [{name: x, context: {cluster: c, user: u}}]
            current-context: x
            """;

    private final RunningProcess process;
    private final ApiClient client;

    private ExtensionsApiServer(RunningProcess process, ApiClient client) {
        this.process = process;
        this.client = client;
    }

    /** Starts one with its files in {@code folder}; it is healthy when this returns. */
    static ExtensionsApiServer start(Path folder, ServerUnderTest datastore) {
        int port = FreePorts.take();
        var authority = new Authority("extensions");
        Path trusted = authority.writeTo(folder.resolve("ca.crt"));
        Authority.Issued serving = authority.issue(folder, "serving");
        Authority.Issued master = authority.issue(folder, "master", "CN=master,O=system:masters");
        Path nowhere = folder.resolve("nowhere");
        try {
            Files.writeString(nowhere, NOWHERE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RunningProcess process = Command.of(
                        GoTools.path("apiextensions-apiserver"),
                        "--etcd-servers=" + datastore.url(),
                        "--etcd-prefix=/extensions",
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + port,
                        "--tls-cert-file=" + serving.certificateFile(),
                        "--tls-private-key-file=" + serving.keyFile(),
                        "--client-ca-file=" + trusted,
                        "--authentication-skip-lookup",
                        "--authentication-kubeconfig=" + nowhere,
                        "--authorization-kubeconfig=" + nowhere,
                        "--kubeconfig=" + nowhere,
                        "--enable-priority-and-fairness=false",
                        "--disable-admission-plugins=NamespaceLifecycle,MutatingAdmissionWebhook,"
                                + "ValidatingAdmissionWebhook,ValidatingAdmissionPolicy,MutatingAdmissionPolicy")
                .withEnvironment("KUBE_WATCHCACHE_CONSISTENCY_CHECKER", "true")
                .start(folder.resolve("apiextensions-apiserver.log"));
        var client = new ApiClient("https://127.0.0.1:" + port, master, trusted);
        process.awaitUntil("health", START, () -> isHealthy(client));
        return new ExtensionsApiServer(process, client);
    }

    private static boolean isHealthy(ApiClient client) {
        try {
            return client.get("/healthz").status() == OK;
        } catch (IOException notYet) {
            return false;
        }
    }

    ApiClient client() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
