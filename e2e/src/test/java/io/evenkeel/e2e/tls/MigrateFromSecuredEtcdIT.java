package io.evenkeel.e2e.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tls.Authority.Issued;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelCommandLine;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A migration from an etcd that asks for a certificate, a user and a password. */
class MigrateFromSecuredEtcdIT {

    private static final Duration START = Duration.ofSeconds(60);
    private static final String PASSWORD = "correct-horse";

    @Test
    void showsItsCertificateAndLogsIn() throws IOException {
        try (Scratch scratch = Scratch.create()) {
            Path folder = scratch.folder("certificates");
            var authority = new Authority("ours");
            Path trusted = authority.writeTo(folder.resolve("ca.crt"));
            Issued server = authority.issue(folder, "server");
            Issued client = authority.issue(folder, "client");
            String url = "https://127.0.0.1:" + FreePorts.take();
            Command etcdctl = Command.of(
                    GoTools.path("etcdctl"),
                    "--endpoints=" + url,
                    "--cacert=" + trusted,
                    "--cert=" + client.certificateFile(),
                    "--key=" + client.keyFile());
            try (RunningProcess etcd = etcd(scratch, url, server, trusted)) {
                etcd.awaitUntil(
                        "health",
                        START,
                        () -> etcdctl.with("endpoint", "health").run().exitCode() == 0);
                etcdctl.with("put", "key", "value").output();
                etcdctl.with("user", "add", "root:" + PASSWORD).output();
                etcdctl.with("user", "grant-role", "root", "root").output();
                etcdctl.with("auth", "enable").output();
                Path right = Files.writeString(folder.resolve("right"), PASSWORD + "\n");
                Path wrong = Files.writeString(folder.resolve("wrong"), "hunter2\n");
                Backend.Datastore target = Backend.SQLITE.fresh(scratch.folder("target"));
                Command migrate = EvenkeelCommandLine.of(
                        "migrate",
                        "--from=" + url,
                        "--from-cacert=" + trusted,
                        "--to=" + target.url(),
                        "--to-store=" + target.store());
                Command withCertificate =
                        migrate.with("--from-cert=" + client.certificateFile(), "--from-key=" + client.keyFile());

                failed(withCertificate, "etcd " + url + ": ");
                failed(
                        withCertificate.with("--from-user=root", "--from-password-file=" + wrong),
                        "authentication failed, invalid user ID or password");
                failed(migrate.with("--from-user=root", "--from-password-file=" + right), "etcd " + url + ": ");
                String said = withCertificate
                        .with("--from-user=root", "--from-password-file=" + right)
                        .output();

                assertThat(said).contains("Source: 1 keys").contains("They are the same");
            }
        }
    }

    private static void failed(Command command, String reason) {
        CommandResult result = command.run();
        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.stderr())
                .startsWith("evenkeel: ")
                .contains(reason)
                .doesNotContain("\tat ")
                .doesNotContain(PASSWORD)
                .doesNotContain("hunter2");
    }

    private static RunningProcess etcd(Scratch scratch, String url, Issued own, Path trusted) {
        String peer = "http://127.0.0.1:" + FreePorts.take();
        return Command.of(
                        GoTools.path("etcd"),
                        "--name=etcd",
                        "--data-dir=" + scratch.folder("etcd"),
                        "--listen-client-urls=" + url,
                        "--advertise-client-urls=" + url,
                        "--cert-file=" + own.certificateFile(),
                        "--key-file=" + own.keyFile(),
                        "--trusted-ca-file=" + trusted,
                        "--client-cert-auth",
                        "--listen-peer-urls=" + peer,
                        "--initial-advertise-peer-urls=" + peer,
                        "--initial-cluster=etcd=" + peer)
                .start(scratch.root().resolve("etcd.log"));
    }
}
