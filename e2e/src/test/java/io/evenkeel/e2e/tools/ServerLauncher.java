package io.evenkeel.e2e.tools;

import java.nio.file.Path;

/** Starts servers of one kind. */
@FunctionalInterface
public interface ServerLauncher {

    /**
     * A fresh server at revision 1, ready for requests, with its data in {@code folder}.
     *
     * @param folder an existing, empty folder
     * @param flags settings by etcd's flag names, such as {@code --max-txn-ops=8}
     */
    ServerUnderTest start(Path folder, String... flags);
}
