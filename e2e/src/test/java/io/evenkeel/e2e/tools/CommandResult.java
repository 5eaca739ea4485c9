package io.evenkeel.e2e.tools;

/** How a command ended and what it wrote. */
public record CommandResult(int exitCode, String stdout, String stderr) {

    @Override
    public String toString() {
        return "exit code " + exitCode + "\n" + stdout + stderr;
    }
}
