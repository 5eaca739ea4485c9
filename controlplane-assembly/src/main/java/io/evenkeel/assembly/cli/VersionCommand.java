package io.evenkeel.assembly.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code evenkeel version}. */
@Command(name = "version", description = "Print the version of this program.")
final class VersionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine().getOut().println(new VersionText().getVersion()[0]);
    }
}
