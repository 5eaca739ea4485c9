package io.evenkeel.sql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The password of a login, asked for whenever a connection is opened: the same each time, or what a file says by then, so that a
 * password can be changed while servers run. Never printed.
 */
public sealed interface LoginPassword {

    /** SQL's state of a connection that cannot be made. */
    String NO_CONNECTION = "08001";

    /**
     * What to log in with; empty for no password.
     *
     * @throws SQLException when it cannot be had, as when a connection cannot
     */
    String read() throws SQLException;

    /** One that does not change. */
    record Known(String text) implements LoginPassword {

        @Override
        public String read() {
            return text;
        }

        @Override
        public String toString() {
            return text.isEmpty() ? "" : "***";
        }
    }

    /** The first line of a file. */
    record InFile(Path file) implements LoginPassword {

        @Override
        public String read() throws SQLException {
            try {
                return Files.readString(file).lines().findFirst().orElse("");
            } catch (IOException e) {
                throw new SQLException("cannot read the password in " + file + ": " + e, NO_CONNECTION, e);
            }
        }
    }
}
