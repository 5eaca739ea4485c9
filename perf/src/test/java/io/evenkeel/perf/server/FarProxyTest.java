package io.evenkeel.perf.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FarProxyTest {

    private static final Duration ROUND_TRIP = Duration.ofMillis(20);

    private ServerSocket listener;
    private FarProxy proxy;
    private Socket client;
    private Socket server;

    @BeforeEach
    void connect() throws IOException {
        listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        proxy = FarProxy.to(listener.getLocalPort(), ROUND_TRIP);
        client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        server = listener.accept();
    }

    @AfterEach
    void disconnect() throws IOException {
        proxy.close();
        client.close();
        server.close();
        listener.close();
    }

    @Test
    void carriesAnAnswerNoSoonerThanARoundTripTakes() throws IOException {
        long startNanos = System.nanoTime();
        client.getOutputStream().write("ask".getBytes(StandardCharsets.UTF_8));
        assertThat(server.getInputStream().readNBytes(3)).asString().isEqualTo("ask");
        server.getOutputStream().write("tell".getBytes(StandardCharsets.UTF_8));
        assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("tell");

        assertThat(System.nanoTime() - startNanos).isGreaterThanOrEqualTo(ROUND_TRIP.toNanos());
    }

    @Test
    void tellsTheOtherSideOfTheEnd() throws IOException {
        client.close();

        assertThat(server.getInputStream().read()).isEqualTo(-1);
    }
}
