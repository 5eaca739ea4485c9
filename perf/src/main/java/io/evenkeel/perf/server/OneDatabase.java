package io.evenkeel.perf.server;

import java.nio.file.Path;
import java.util.Optional;

/** Starts several servers on one fresh database. */
final class OneDatabase {

    private OneDatabase() {}

    /** A server's program. */
    interface Program {

        /** Starts it. Everything it leaves behind is in {@code folder}. */
        ServerProcess start(Path folder, String databaseUrl);
    }

    /** One after the other, for the first one finds the database empty; returns when all take connections. */
    static ServerSet start(Path folder, Datastore datastore, Layout layout, Program program) {
        Optional<Database> database = datastore.start(folder);
        var set = new ServerSet(database);
        try {
            for (int i = 0; i < layout.servers(); i++) {
                Path own = ServerProcess.folder(folder, i);
                String url = database.map(found -> found.url()).orElse("sqlite://" + own.resolve("evenkeel.db"));
                if (layout.isFar(i) && database.isPresent()) {
                    FarProxy proxy = FarProxy.to(database.get().port(), layout.further());
                    set.add(proxy);
                    url = database.get().url(proxy.port());
                }
                ServerProcess server = program.start(own, url);
                set.add(server);
                server.awaitListening();
            }
            return set;
        } catch (RuntimeException e) {
            set.close();
            throw e;
        }
    }
}
