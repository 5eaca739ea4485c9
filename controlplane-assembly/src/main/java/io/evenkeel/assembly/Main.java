package io.evenkeel.assembly;

import io.evenkeel.assembly.cli.EvenkeelCommand;
import io.evenkeel.assembly.server.ServeProcess;

/** The program. */
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(EvenkeelCommand.create(System.getenv(), ServeProcess::run).execute(arguments));
    }
}
