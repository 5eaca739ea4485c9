package io.evenkeel.assembly.rehearsal;

import io.evenkeel.assembly.cli.EvenkeelCommand;
import io.evenkeel.assembly.server.ServeProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.slf4j.LoggerFactory;

/**
 * A server on an empty store and a few clients that ask it a few thousand times, all in one process. Whoever builds evenkeel runs it
 * once, for the JVM to write down which classes were loaded, which methods are worth compiling, and how they branch (its AOT cache):
 * servers that start with it start faster, and are fast sooner.
 *
 * <p>It is short and runs without the JVM's second compiler on purpose. What that compiler has compiled here it would compile in every
 * server as soon as that is called a little: half of what a server under an API server uses in its first minute.
 */
public final class Rehearsal {

    private static final int CLIENTS = 8;

    private Rehearsal() {}

    /** @param arguments the folder for the store, which must not have one */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        // Whoever else asks for a logger while the first is made gets one that the server cannot configure.
        var _ = LoggerFactory.getILoggerFactory();
        String url = "http://127.0.0.1:" + freePort();
        Thread.ofPlatform().daemon().start(() -> serve("sqlite://" + arguments[0] + "/evenkeel.db", url));
        try (var first = RehearsalClient.of(url)) {
            first.awaitServer();
        }
        List<Thread> clients = IntStream.range(0, CLIENTS)
                .mapToObj(number -> Thread.ofVirtual().start(() -> {
                    try (var client = RehearsalClient.of(url)) {
                        client.work(number);
                    }
                }))
                .toList();
        for (Thread client : clients) {
            client.join();
        }
        // Stops the server as a signal would.
        System.exit(0);
    }

    private static void serve(String datastore, String url) {
        int code = EvenkeelCommand.create(Map.of(), ServeProcess::run)
                .execute("serve", "--datastore", datastore, "--listen-client-urls", url);
        if (code != 0) {
            Runtime.getRuntime().halt(code);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
