package io.evenkeel.perf.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * etcd with its defaults, fsync included: one alone, or a cluster. Only its quota is raised, so that a long run ends before
 * it does.
 */
public record Etcd(Path binary, int members) implements Contender {

    /** Where one member is. */
    private record Member(String name, int clientPort, String peerUrl) {

        static Member onFreePorts(int number) {
            return new Member(
                    "member-" + number, ServerProcess.freePort(), "http://127.0.0.1:" + ServerProcess.freePort());
        }
    }

    @Override
    public String name() {
        return new Layout(members, Duration.ZERO).named("etcd");
    }

    @Override
    public String version() {
        try {
            Process process = new ProcessBuilder(binary.toString(), "--version")
                    .redirectErrorStream(true)
                    .start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return said.lines().findFirst().orElse("etcd").replace("etcd Version:", name());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All at once, for none takes connections before there is a majority. */
    @Override
    public ServerSet start(Path folder) {
        List<Member> all =
                IntStream.rangeClosed(1, members).mapToObj(Member::onFreePorts).toList();
        var set = new ServerSet(Optional.empty());
        try {
            for (int i = 0; i < members; i++) {
                set.add(start(all.get(i), all, ServerProcess.folder(folder, i)));
            }
            set.awaitListening();
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }

    private ServerProcess start(Member member, List<Member> all, Path folder) {
        String client = "http://127.0.0.1:" + member.clientPort;
        var command = List.of(
                binary.toString(),
                "--name=" + member.name,
                "--data-dir=" + folder.resolve("data"),
                "--listen-client-urls=" + client,
                "--advertise-client-urls=" + client,
                "--listen-peer-urls=" + member.peerUrl,
                "--initial-advertise-peer-urls=" + member.peerUrl,
                "--initial-cluster="
                        + all.stream()
                                .map(each -> each.name + "=" + each.peerUrl)
                                .collect(Collectors.joining(",")),
                "--quota-backend-bytes=" + (16L << 30),
                "--log-level=warn");
        return ServerProcess.start(command, Map.of(), member.clientPort, folder);
    }
}
