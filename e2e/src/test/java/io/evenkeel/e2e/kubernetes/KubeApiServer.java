package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A real, unmodified kube-apiserver on a datastore, with an administrator whose token is in a kubeconfig. It makes its own
 * serving certificate; no controllers run beside it.
 */
public final class KubeApiServer implements AutoCloseable {

    private static final Duration READY = Duration.ofMinutes(2);
    private static final int RSA_BITS = 2048;
    private static final String TOKEN = "token";

    private final RunningProcess process;
    private final Path kubeconfig;
    private final Kubectl kubectl;
    private final ApiClient client;

    private KubeApiServer(RunningProcess process, Path kubeconfig, Kubectl kubectl, ApiClient client) {
        this.process = process;
        this.kubeconfig = kubeconfig;
        this.kubectl = kubectl;
        this.client = client;
    }

    /** Starts one with its files in {@code folder}; its {@code /readyz} says ok when this returns. */
    public static KubeApiServer start(Path folder, ServerUnderTest datastore) {
        return start(folder, 1, List.of(datastore));
    }

    /**
     * Starts one of several of a control plane.
     *
     * @param number which one it is, from 1
     * @param datastores all of which it may ask
     */
    public static KubeApiServer start(
            Path folder, int number, List<? extends ServerUnderTest> datastores, String... flags) {
        return start("kube-apiserver", FreePorts.take(), folder, number, datastores, flags);
    }

    /** As the others, on a port that clients know already. */
    public static KubeApiServer startAt(int port, Path folder, ServerUnderTest datastore, String... flags) {
        return start("kube-apiserver", port, folder, 1, List.of(datastore), flags);
    }

    /** As the other, but it compares its caches with the datastore every few seconds, and ends at any difference. */
    static KubeApiServer startChecked(
            Path folder, int number, List<? extends ServerUnderTest> datastores, String... flags) {
        return start("checked-apiserver", FreePorts.take(), folder, number, datastores, flags);
    }

    /** As the other, but of the next release, 1.37. */
    static KubeApiServer startNewer(Path folder, int number, List<? extends ServerUnderTest> datastores) {
        return start("kube-apiserver-1.37", FreePorts.take(), folder, number, datastores);
    }

    private static KubeApiServer start(
            String program,
            int port,
            Path folder,
            int number,
            List<? extends ServerUnderTest> datastores,
            String... flags) {
        Path kubeconfig = folder.resolve("kubeconfig");
        Path tokens = folder.resolve("tokens.csv");
        Path signingKey = folder.resolve("sa.key");
        Path certificate = folder.resolve("apiserver.crt");
        write(tokens, TOKEN + ",admin,uid1,\"system:masters\"\n");
        write(signingKey, newPrivateKey());
        write(kubeconfig, kubeconfig(port, certificate));
        RunningProcess process = Command.of(
                        GoTools.path(program),
                        "--etcd-servers="
                                + datastores.stream().map(ServerUnderTest::url).collect(Collectors.joining(",")),
                        "--etcd-prefix=/registry",
                        "--secure-port=" + port,
                        "--bind-address=127.0.0.1",
                        "--advertise-address=192.0.2." + number,
                        "--cert-dir=" + folder,
                        "--token-auth-file=" + tokens,
                        "--authorization-mode=RBAC",
                        "--service-cluster-ip-range=10.0.0.0/16",
                        "--service-account-issuer=https://kubernetes.default.svc",
                        "--service-account-key-file=" + signingKey,
                        "--service-account-signing-key-file=" + signingKey,
                        "--disable-admission-plugins=ServiceAccount")
                .with(flags)
                .withEnvironment("KUBE_WATCHCACHE_CONSISTENCY_CHECKER", "true")
                .start(folder.resolve("kube-apiserver.log"));
        Kubectl kubectl = Kubectl.of(kubeconfig, folder.resolve("kubectl-cache"));
        // By then it has made its certificate. kubectl, started anew for each question, would take a processor from it.
        process.awaitUntil("an open port", READY, () -> listensAt(port));
        var client = new ApiClient("https://127.0.0.1:" + port, TOKEN, certificate);
        process.awaitUntil("/readyz", READY, client::isReady);
        return new KubeApiServer(process, kubeconfig, kubectl, client);
    }

    private static boolean listensAt(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** An administrator's. */
    public Path kubeconfig() {
        return kubeconfig;
    }

    public ApiClient client() {
        return client;
    }

    public Kubectl kubectl() {
        return kubectl;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** {@code kill -9}, as when its machine fails. */
    public void kill() {
        process.kill();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }

    private static String kubeconfig(int port, Path certificate) {
        return """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", certificate-authority: "%s"}}]
                users: [{name: u, user: {token: %s}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(port, certificate, TOKEN);
    }

    private static String newPrivateKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS);
            byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
            String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pkcs8);
            return "-----BEGIN PRIVATE KEY-----\n" + base64 + "\n-----END PRIVATE KEY-----\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has RSA", e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }
}
