package io.evenkeel.e2e.tools;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Our own server, as a process of its own on this test's class path. */
public final class EvenkeelProcess implements ServerUnderTest {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration BUILD_AND_START = Duration.ofMinutes(10);

    private final RunningProcess process;
    private final int port;

    private EvenkeelProcess(RunningProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one as a user does, with {@code ./evenkeel serve}, on a SQLite file in {@code folder}. */
    public static EvenkeelProcess startByScript(Path folder, String... flags) {
        return startByScript(folder, Map.of(), flags);
    }

    /** As the other, with these variables in its environment. */
    public static EvenkeelProcess startByScript(Path folder, Map<String, String> environment, String... flags) {
        int port = FreePorts.take();
        Command command = Command.of(
                        Repository.root().resolve("evenkeel"),
                        "serve",
                        "--datastore=sqlite://" + folder.resolve("evenkeel.db"),
                        "--listen-client-urls=http://127.0.0.1:" + port)
                .with(flags);
        for (var variable : environment.entrySet()) {
            command = command.withEnvironment(variable.getKey(), variable.getValue());
        }
        RunningProcess process = command.start(folder.resolve("evenkeel.log"));
        return awaited(process, port, BUILD_AND_START);
    }

    /**
     * Starts one; it serves when this returns.
     *
     * @param folder where its log goes
     */
    static EvenkeelProcess start(Backend.Datastore datastore, Path folder, int port, String... flags) {
        return startOn(datastore, folder, port, "", flags);
    }

    /** Starts one that serves TLS as well, on a port of its own. */
    public static EvenkeelProcess startSecured(
            Backend.Datastore datastore, Path folder, int port, int securePort, String... flags) {
        return startOn(datastore, folder, port, ",https://127.0.0.1:" + securePort, flags);
    }

    /** Starts one that serves on a socket in the file system as well. */
    public static EvenkeelProcess startWithSocket(Backend.Datastore datastore, Path folder, Path socket) {
        return startOn(datastore, folder, FreePorts.take(), ",unix://" + socket);
    }

    private static EvenkeelProcess startOn(
            Backend.Datastore datastore, Path folder, int port, String moreUrls, String... flags) {
        RunningProcess process = serve(
                        "--datastore=" + datastore.url(),
                        "--store=" + datastore.store(),
                        "--listen-client-urls=http://127.0.0.1:" + port + moreUrls)
                .with(flags)
                .start(folder.resolve("evenkeel.log"));
        return awaited(process, port, START);
    }

    /** {@code evenkeel serve} with these flags, on this test's class path. */
    public static Command serve(String... flags) {
        return ServerJvm.command().with("serve").with(flags);
    }

    private static EvenkeelProcess awaited(RunningProcess process, int port, Duration limit) {
        var server = new EvenkeelProcess(process, port);
        process.awaitUntil("health", limit, () -> GrpcHealth.isServing(server));
        return server;
    }

    @Override
    public int port() {
        return port;
    }

    public RunningProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return process.toString();
    }
}
