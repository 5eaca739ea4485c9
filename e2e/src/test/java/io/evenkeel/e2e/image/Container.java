package io.evenkeel.e2e.image;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.RunningProcess;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A server that runs out of an image, seeing nothing else. */
final class Container implements ServerUnderTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(20);

    private final RunningProcess process;
    private final int port;
    private final int securePort;
    private final HttpClient http = HttpClient.newHttpClient();

    private Container(RunningProcess process, int port, int securePort) {
        this.process = process;
        this.port = port;
        this.securePort = securePort;
    }

    /** Starts one; it is ready when this returns. */
    static Container serve(Image image, Path folder, String... flags) {
        int port = FreePorts.take();
        return serve(image, folder, port, port, "http://127.0.0.1:" + port, flags);
    }

    /** Starts one that serves TLS as well, on a port of its own. */
    static Container serveSecured(Image image, Path folder, String... flags) {
        int port = FreePorts.take();
        int securePort = FreePorts.take();
        String urls = "http://127.0.0.1:" + port + ",https://127.0.0.1:" + securePort;
        return serve(image, folder, port, securePort, urls, flags);
    }

    private static Container serve(Image image, Path folder, int port, int securePort, String urls, String... flags) {
        Command command =
                image.commandIn(folder, "serve", "--listen-client-urls=" + urls).with(flags);
        Container container = new Container(command.start(folder.resolve("log")), port, securePort);
        container.process.awaitUntil("readiness", START, container::isReady);
        return container;
    }

    private boolean isReady() {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(url() + "/readyz"))
                    .timeout(START)
                    .build();
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 && answer.body().equals("ok\n");
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public int port() {
        return port;
    }

    int securePort() {
        return securePort;
    }

    /** The numbers of the user that the server runs as: real, effective, saved, of the file system. */
    List<String> uids() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(server().pid()), "status")).stream()
                .filter(line -> line.startsWith("Uid:"))
                .flatMap(line -> List.of(line.split("\\s+")).stream().skip(1))
                .toList();
    }

    /** Whether code of this file, a path inside the image, has been loaded. */
    boolean hasLoaded(String file) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(server().pid()), "maps"))
                .contains(file + "\n");
    }

    /** SIGTERM for the server, process 1 of the container; returns the exit code. */
    int stop() {
        var _ = server().destroy();
        return process.awaitEnd(STOP);
    }

    String log() {
        return process.output();
    }

    /** What contains it starts it as its child. */
    private ProcessHandle server() {
        return running().orElseThrow(() -> new AssertionError("no server in " + process));
    }

    private Optional<ProcessHandle> running() {
        return ProcessHandle.of(process.pid())
                .flatMap(parent -> parent.children().findFirst());
    }

    @Override
    public void close() {
        http.close();
        // With its change of user the server has lost the tie to the end of its parent.
        running().ifPresent(ProcessHandle::destroyForcibly);
        process.close();
    }
}
