package io.evenkeel.e2e.tools;

/** Commands of our own program, as processes of their own on this test's class path. */
public final class EvenkeelCommandLine {

    private EvenkeelCommandLine() {}

    /** A command with its arguments; memory is bounded, so that what takes more of it the more there is fails. */
    public static Command of(String... arguments) {
        return ServerJvm.command("-Xmx96m").with(arguments);
    }

    /** A command for this store. */
    public static Command of(Backend.Datastore datastore, String... arguments) {
        return of(arguments).with("--datastore=" + datastore.url(), "--store=" + datastore.store());
    }
}
