package io.evenkeel.e2e.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.CommandResult;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.Scratch;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server on sockets in the file system, alone and beside ports, with the real etcdctl as its client. */
class UnixSocketsIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Scratch scratch = Scratch.create();
    private final Path folder = scratch.folder("sockets");
    private final Path socket = folder.resolve("keel.sock");

    @AfterEach
    void close() {
        scratch.close();
    }

    @Test
    void serveClientsBesidePortsAndOtherSockets() throws IOException {
        int port = FreePorts.take();
        Path second = folder.resolve("second.sock");
        try (RunningProcess server = serve("http://127.0.0.1:" + port + ",unix://" + socket + ",unix://" + second)) {
            awaitServing(server, "unix://" + socket);

            assertThat(etcdctl("unix://" + socket, "put", "k", "v").stdout()).isEqualTo("OK\n");
            assertThat(etcdctl("unix://" + second, "get", "k").stdout()).isEqualTo("k\nv\n");
            assertThat(etcdctl("127.0.0.1:" + port, "get", "k").stdout()).isEqualTo("k\nv\n");
            assertThat(etcdctl("unix://" + socket, "member", "list").stdout()).contains("http://127.0.0.1:" + port);
            assertThat(httpGet("/health")).contains("200 OK").contains("{\"health\":\"true\"");
            assertThat(server.terminate(LIMIT)).isEqualTo(143);
            assertThat(server.output()).doesNotContain("WARN");
        }
        assertThat(socket).doesNotExist();
        assertThat(second).doesNotExist();
    }

    @Test
    void areOpenToWhomTheModeSays() throws IOException {
        try (RunningProcess server = serve("unix://" + socket, "--client-socket-mode=0606")) {
            awaitServing(server, "unix://" + socket);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)))
                    .isEqualTo("rw----rw-");
        }
    }

    @Test
    void replaceWhatAKilledServerLeft() {
        try (RunningProcess killed = serve("unix://" + socket)) {
            awaitServing(killed, "unix://" + socket);
            killed.kill();
        }
        assertThat(socket).exists();

        try (RunningProcess next = serve("unix://" + socket)) {
            awaitServing(next, "unix://" + socket);
            assertThat(etcdctl("unix://" + socket, "put", "k", "v").stdout()).isEqualTo("OK\n");
        }
    }

    @Test
    void areNotTakenFromAnotherServer() {
        try (RunningProcess server = serve("unix://" + socket)) {
            awaitServing(server, "unix://" + socket);

            CommandResult other =
                    command(folder.resolve("other.db"), "unix://" + socket).run(LIMIT);

            assertThat(other.exitCode()).isEqualTo(1);
            assertThat(other.stdout() + other.stderr()).contains("another process listens on " + socket);
            assertThat(etcdctl("unix://" + socket, "put", "k", "v").stdout()).isEqualTo("OK\n");
        }
    }

    @Test
    void areNotPutInThePlaceOfAFile() throws IOException {
        Files.writeString(socket, "precious");

        CommandResult refused =
                command(folder.resolve("evenkeel.db"), "unix://" + socket).run(LIMIT);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.stdout() + refused.stderr()).contains(socket + " is there and is not a socket");
        assertThat(socket).hasContent("precious");
    }

    private RunningProcess serve(String urls, String... flags) {
        return command(folder.resolve("evenkeel.db"), urls).with(flags).start(folder.resolve("evenkeel.log"));
    }

    private static Command command(Path database, String urls) {
        return EvenkeelProcess.serve("--datastore=sqlite://" + database, "--listen-client-urls=" + urls);
    }

    private static void awaitServing(RunningProcess server, String endpoint) {
        server.awaitUntil(
                "health", LIMIT, () -> etcdctl(endpoint, "endpoint", "health").exitCode() == 0);
    }

    private static CommandResult etcdctl(String endpoint, String... arguments) {
        return Command.of(GoTools.path("etcdctl"), "--endpoints=" + endpoint)
                .with(arguments)
                .run();
    }

    private String httpGet(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
