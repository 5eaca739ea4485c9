package io.evenkeel.assembly.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A Unix domain socket to listen on, without TLS: whoever may open the file is a client. */
public record SocketUrl(Path path) implements ListenUrl {

    static final String SCHEME = "unix:";

    /** What an address of the kernel holds. */
    private static final int LONGEST_PATH_BYTES = 107;

    /** Reads {@code unix:///absolute/path}, {@code unix://relative/path} and {@code unix:path}, as etcd's clients do. */
    static SocketUrl parse(String text) {
        String path = text.substring(SCHEME.length());
        if (path.startsWith("//")) {
            path = path.substring(2);
        }
        if (path.isEmpty() || path.endsWith("/")) {
            throw new IllegalArgumentException("it names no file");
        }
        if (path.getBytes(StandardCharsets.UTF_8).length > LONGEST_PATH_BYTES) {
            throw new IllegalArgumentException("its path is longer than " + LONGEST_PATH_BYTES + " bytes");
        }
        try {
            return new SocketUrl(Path.of(path));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("it is not a path", e);
        }
    }

    @Override
    public String toString() {
        return SCHEME + "//" + path;
    }
}
