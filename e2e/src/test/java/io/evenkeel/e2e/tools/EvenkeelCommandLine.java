package io.evenkeel.e2e.tools;

import io.evenkeel.assembly.Main;
import java.nio.file.Path;

/** Commands of our own program, as processes of their own on this test's class path. */
public final class EvenkeelCommandLine {

    private EvenkeelCommandLine() {}

    /** A command with its arguments; memory is bounded, so that what takes more of it the more there is fails. */
    public static Command of(String... arguments) {
        return Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xmx96m",
                        Main.class.getName())
                .with(arguments)
                .withEnvironment("CLASSPATH", System.getProperty("java.class.path"));
    }

    /** A command for this store. */
    public static Command of(Backend.Datastore datastore, String... arguments) {
        return of(arguments).with("--datastore=" + datastore.url(), "--store=" + datastore.store());
    }
}
