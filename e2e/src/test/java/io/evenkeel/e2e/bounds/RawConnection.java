package io.evenkeel.e2e.bounds;

import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/2 connection, spoken by hand, since gRPC's clients do not let one ping. It can have one ping and one list under way, and
 * takes what it is sent at once, with the windows of a new connection. A stream without a watch is open all the time: servers of gRPC
 * bear no pings without any.
 */
final class RawConnection implements AutoCloseable {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GO_AWAY = 7;
    private static final int WINDOW_UPDATE = 8;

    private static final int ACK = 1;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int PING_BYTES = 8;

    private final Socket socket;
    private final DataInputStream in;

    /** Guarded by itself. */
    private final DataOutputStream out;

    private int nextStream = 3;
    private volatile @Nullable CompletableFuture<Long> ping;
    private volatile @Nullable CompletableFuture<Long> list;
    private volatile long pingSentNanos;
    private volatile @Nullable Exception broken;

    /** Of the reader alone. */
    private long listBytes;

    RawConnection(ServerUnderTest server) {
        try {
            this.socket = new Socket(server.host(), server.port());
            socket.setTcpNoDelay(true);
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
            this.out = new DataOutputStream(socket.getOutputStream());
            out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            frame(SETTINGS, 0, 0, new byte[0]);
            frame(HEADERS, END_HEADERS, 1, headers("/etcdserverpb.Watch/Watch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("raw-connection").start(this::read);
    }

    /** Completes with the nanoseconds until the answer. */
    CompletableFuture<Long> ping() {
        var answer = new CompletableFuture<Long>();
        pingSentNanos = System.nanoTime();
        ping = answer;
        failIfBroken(answer);
        frame(PING, 0, 0, new byte[PING_BYTES]);
        return answer;
    }

    /** Completes with the bytes of the answer. */
    CompletableFuture<Long> list(RangeRequest request) {
        var answer = new CompletableFuture<Long>();
        list = answer;
        failIfBroken(answer);
        byte[] message = request.toByteArray();
        var framed = new ByteArrayOutputStream();
        framed.write(0);
        framed.writeBytes(new byte[] {
            (byte) (message.length >> 24),
            (byte) (message.length >> 16),
            (byte) (message.length >> 8),
            (byte) message.length
        });
        framed.writeBytes(message);
        int stream = nextStream;
        nextStream += 2;
        frame(HEADERS, END_HEADERS, stream, headers("/etcdserverpb.KV/Range"));
        frame(DATA, END_STREAM, stream, framed.toByteArray());
        return answer;
    }

    private static byte[] headers(String method) {
        var block = new ByteArrayOutputStream();
        literal(block, ":method", "POST");
        literal(block, ":scheme", "http");
        literal(block, ":path", method);
        literal(block, ":authority", "localhost");
        literal(block, "content-type", "application/grpc");
        literal(block, "te", "trailers");
        return block.toByteArray();
    }

    private static void literal(ByteArrayOutputStream block, String name, String value) {
        block.write(0);
        block.write(name.length());
        block.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        block.write(value.length());
        block.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    private void frame(int type, int flags, int stream, byte[] payload) {
        synchronized (out) {
            try {
                var frame = new ByteArrayOutputStream(9 + payload.length);
                frame.write(payload.length >> 16);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
                frame.write(type);
                frame.write(flags);
                frame.writeBytes(intBytes(stream));
                frame.writeBytes(payload);
                out.write(frame.toByteArray());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static byte[] intBytes(int value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private void read() {
        try {
            while (readFrame()) {
                // until the end
            }
            fail(new IOException("the server closed the connection"));
        } catch (IOException | UncheckedIOException e) {
            fail(e);
        }
    }

    private void fail(Exception reason) {
        broken = reason;
        CompletableFuture<Long> pinged = ping;
        if (pinged != null) {
            failIfBroken(pinged);
        }
        CompletableFuture<Long> listed = list;
        if (listed != null) {
            failIfBroken(listed);
        }
    }

    private void failIfBroken(CompletableFuture<Long> answer) {
        Exception reason = broken;
        if (reason != null) {
            answer.completeExceptionally(reason);
        }
    }

    private boolean readFrame() throws IOException {
        int lengthAndType = in.readInt();
        int length = lengthAndType >>> 8;
        int flags = in.readUnsignedByte();
        int stream = in.readInt();
        byte[] payload = in.readNBytes(length);
        switch (lengthAndType & 0xff) {
            case DATA -> {
                listBytes += length;
                if (length > 0) {
                    frame(WINDOW_UPDATE, 0, 0, intBytes(length));
                    frame(WINDOW_UPDATE, 0, stream, intBytes(length));
                }
            }
            case HEADERS -> {
                CompletableFuture<Long> listed = list;
                if ((flags & END_STREAM) != 0 && listed != null) {
                    long bytes = listBytes;
                    listBytes = 0;
                    listed.complete(bytes);
                }
            }
            case SETTINGS -> {
                if ((flags & ACK) == 0) {
                    frame(SETTINGS, ACK, 0, new byte[0]);
                }
            }
            case PING -> {
                CompletableFuture<Long> pinged = ping;
                if ((flags & ACK) == 0) {
                    frame(PING, ACK, 0, payload);
                } else if (pinged != null && isOurs(payload)) {
                    pinged.complete(System.nanoTime() - pingSentNanos);
                }
            }
            default -> {
                return (lengthAndType & 0xff) != GO_AWAY;
            }
        }
        return true;
    }

    private static boolean isOurs(byte[] payload) {
        for (byte each : payload) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
