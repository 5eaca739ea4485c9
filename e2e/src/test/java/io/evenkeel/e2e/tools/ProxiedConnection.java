package io.evenkeel.e2e.tools;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** One connection through a {@link TcpProxy}: four threads, which in each direction read pieces and, when it is time, write them. */
final class ProxiedConnection {

    private static final int PIECE_BYTES = 64 * 1024;

    /** What passed at once; none of its bytes when the stream has ended. */
    private record Piece(ByteString bytes, long dueNanos) {}

    private final Socket client;
    private final Socket server;
    private final PassageRules rules;

    /** Owned by the thread that writes requests. */
    private boolean stalled;

    private final AtomicBoolean answersLost = new AtomicBoolean();

    ProxiedConnection(Socket client, Socket server, PassageRules rules) {
        this.client = client;
        this.server = server;
        this.rules = rules;
    }

    /** Returns when one side or the proxy has ended it. */
    void pass(Runnable atEnd) {
        BlockingQueue<Piece> requests = new LinkedBlockingQueue<>();
        BlockingQueue<Piece> answers = new LinkedBlockingQueue<>();
        Thread.ofVirtual().start(() -> read(client, requests));
        Thread.ofVirtual().start(() -> read(server, answers));
        Thread.ofVirtual().start(() -> write(requests, this::passRequest));
        write(answers, this::passAnswer);
        atEnd.run();
    }

    void cut() {
        close(client);
        close(server);
    }

    static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use any more anyway
        }
    }

    private void read(Socket from, BlockingQueue<Piece> pieces) {
        byte[] buffer = new byte[PIECE_BYTES];
        try {
            InputStream in = from.getInputStream();
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                pieces.add(new Piece(ByteString.copyFrom(buffer, 0, length), System.nanoTime() + rules.delayNanos()));
            }
        } catch (IOException e) {
            // cut
        }
        pieces.add(new Piece(ByteString.EMPTY, System.nanoTime()));
    }

    private interface Passage {
        void pass(ByteString bytes) throws IOException;
    }

    private void write(BlockingQueue<Piece> pieces, Passage passage) {
        try {
            for (Piece piece = pieces.take(); !piece.bytes.isEmpty(); piece = pieces.take()) {
                while (System.nanoTime() - piece.dueNanos < 0) {
                    LockSupport.parkNanos(piece.dueNanos - System.nanoTime());
                }
                rules.awaitOpen();
                passage.pass(piece.bytes);
            }
        } catch (IOException | InterruptedException e) {
            // cut
        }
        cut();
    }

    private void passRequest(ByteString bytes) throws IOException {
        OutputStream out = server.getOutputStream();
        if (stalled) {
            return;
        }
        if (rules.takeStall(bytes.size())) {
            bytes.substring(0, bytes.size() / 2).writeTo(out);
            stalled = true;
            return;
        }
        switch (rules.takeCut()) {
            case null -> bytes.writeTo(out);
            case BEFORE_REQUEST -> cut();
            case WITHIN_REQUEST -> {
                bytes.substring(0, bytes.size() / 2).writeTo(out);
                cut();
            }
            case AFTER_REQUEST -> {
                bytes.writeTo(out);
                cut();
            }
            case BEFORE_ANSWER -> {
                answersLost.set(true);
                bytes.writeTo(out);
            }
        }
    }

    private void passAnswer(ByteString bytes) throws IOException {
        if (answersLost.get()) {
            cut();
        } else {
            bytes.writeTo(client.getOutputStream());
        }
    }
}
