package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.DatastoreConfig;
import io.evenkeel.assembly.config.Settings;
import io.evenkeel.assembly.logging.Logging;
import io.evenkeel.assembly.server.Datastores;
import io.evenkeel.sql.DatastoreSettings;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The store that a command goes to itself, by the same settings that {@code serve} takes for it. */
final class StoreOptions {

    private StoreOptions() {}

    /** The command with the options of one that only reads a store. */
    static CommandLine toRead(CommandLine command) {
        SettingOptions.add(command.getCommandSpec(), Settings.TO_READ_A_STORE);
        return command;
    }

    /** The command with the options of one that makes a store. */
    static CommandLine toMake(CommandLine command) {
        SettingOptions.add(command.getCommandSpec(), Settings.TO_MAKE_A_STORE);
        return command;
    }

    /** What was given; from here on only what is wrong is logged. */
    static DatastoreSettings read(CommandSpec command, Map<String, String> environment) {
        DatastoreConfig config = SettingOptions.read(command, environment, DatastoreConfig::from);
        Logging.quiet();
        return Datastores.settings(config);
    }
}
