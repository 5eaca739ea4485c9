package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.version.ProductVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"evenkeel " + ProductVersion.current()};
    }
}
