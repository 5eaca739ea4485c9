package io.evenkeel.assembly.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The part of {@code sqlite:///path} and {@code sqlite://relative/path} after the slashes of the scheme. */
final class SqliteUrl {

    private SqliteUrl() {}

    static Path parse(String rest) {
        if (rest.indexOf('?') >= 0 || rest.indexOf('#') >= 0) {
            throw new IllegalArgumentException("a SQLite URL takes no parameters");
        }
        var path = PercentEncoding.decode(rest);
        if (path.isEmpty() || path.endsWith("/")) {
            throw new IllegalArgumentException("it names no file");
        }
        // SQLite would take these as a database in memory and as a URI of its own, not as files.
        if (path.startsWith(":") || path.startsWith("file:")) {
            throw new IllegalArgumentException("it does not name a plain file");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("its path is not a path", e);
        }
    }
}
