package io.evenkeel.assembly.cli;

import io.evenkeel.assembly.config.BadSettingException;
import io.evenkeel.assembly.config.DatabaseServer;
import io.evenkeel.assembly.config.DatastoreConfig;
import io.evenkeel.assembly.config.DatastoreUrl;
import io.evenkeel.assembly.config.DdlPolicy;
import io.evenkeel.assembly.config.Password;
import io.evenkeel.assembly.migrate.EtcdEndpoint;
import io.evenkeel.assembly.migrate.EtcdEndpoint.KeyPairFiles;
import io.evenkeel.assembly.migrate.EtcdEndpoint.Login;
import io.evenkeel.assembly.migrate.Place;
import io.evenkeel.assembly.server.Datastores;
import io.evenkeel.sql.DatastoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options that name one side of a migration: {@code --from} and those that begin with it, or {@code --to} and those. */
final class PlaceOptions {

    private static final String KINE = "kine+";

    private final CommandSpec command;
    private final String side;

    private PlaceOptions(CommandSpec command, String side) {
        this.command = command;
        this.side = side;
    }

    /** Gives the command the options of a side. */
    static void add(CommandSpec command, String side, String description) {
        var options = new PlaceOptions(command, side);
        command.addOption(OptionSpec.builder("--" + side)
                .type(String.class)
                .required(true)
                .paramLabel("URL")
                .description(description)
                .build());
        options.add("store", "NAME", "Name of the store in a database of evenkeel. Default: default");
        options.add(
                "password-file", "FILE", "File whose first line is the password, of the database's user or etcd's.");
        options.add("user", "NAME", "User of an etcd with authentication; it has to be root.");
        options.add("cacert", "FILE", "Certificates to trust as an etcd's, instead of those that this machine trusts.");
        options.add("cert", "FILE", "Certificate to show to an etcd that asks for one.");
        options.add("key", "FILE", "Key of that certificate.");
    }

    private void add(String name, String label, String description) {
        command.addOption(OptionSpec.builder("--" + side + "-" + name)
                .type(String.class)
                .paramLabel(label)
                .description(description)
                .build());
    }

    /**
     * What was given for a side.
     *
     * @throws ParameterException naming what is not allowed
     */
    static Place read(CommandSpec command, String side) {
        return new PlaceOptions(command, side).read();
    }

    private Place read() {
        String url = given("").orElseThrow();
        try {
            if (url.startsWith("http://") || url.startsWith("https://")) {
                refuse("store", "goes with a database of evenkeel only");
                return new Place.Etcd(
                        new EtcdEndpoint(URI.create(url.replaceAll("/$", "")), login(), file("cacert"), keyPair()));
            }
            for (String ofEtcd : new String[] {"user", "cacert", "cert", "key"}) {
                refuse(ofEtcd, "goes with an etcd only");
            }
            if (url.startsWith(KINE)) {
                refuse("store", "goes with a database of evenkeel only");
                return new Place.Kine(database(DatastoreUrl.parse(url.substring(KINE.length()))));
            }
            return new Place.Store(database(DatastoreUrl.parse(url)));
        } catch (BadSettingException e) {
            throw complaint(String.valueOf(e.getMessage()).replaceFirst("^--", "--" + side + "-"));
        } catch (IllegalArgumentException e) {
            throw complaint("--" + side + ": \"" + DatastoreUrl.mask(url) + "\" is not allowed: " + e.getMessage()
                    + "; allowed is http://host:port or https://host:port of an etcd, kine+ and the URL of its database, "
                    + DatastoreUrl.ALLOWED);
        }
    }

    private DatastoreSettings database(DatastoreUrl url) {
        Optional<Path> passwordFile = file("password-file");
        boolean takesOne = switch (url) {
            case DatastoreUrl.Sqlite _ -> false;
            case DatastoreUrl.Postgres(DatabaseServer server) ->
                server.password().equals(Password.NONE);
            case DatastoreUrl.MySql(DatabaseServer server) -> server.password().equals(Password.NONE);
        };
        if (passwordFile.isPresent() && !takesOne) {
            throw complaint(name("password-file") + " goes with a URL that has a user and no password");
        }
        return Datastores.settings(
                new DatastoreConfig(url, passwordFile, given("store").orElse("default"), DdlPolicy.AUTO));
    }

    private Optional<Login> login() {
        Optional<String> user = given("user");
        Optional<Path> passwordFile = file("password-file");
        if (user.isPresent() != passwordFile.isPresent()) {
            throw complaint(name("user") + " and " + name("password-file") + " go together");
        }
        return user.map(name -> new Login(name, passwordFile.orElseThrow()));
    }

    private Optional<KeyPairFiles> keyPair() {
        Optional<Path> certificate = file("cert");
        Optional<Path> key = file("key");
        if (certificate.isPresent() != key.isPresent()) {
            throw complaint(name("cert") + " and " + name("key") + " go together");
        }
        return certificate.map(file -> new KeyPairFiles(file, key.orElseThrow()));
    }

    private void refuse(String option, String why) {
        if (given(option).isPresent()) {
            throw complaint(name(option) + " " + why);
        }
    }

    private Optional<Path> file(String option) {
        return given(option).map(Path::of);
    }

    private Optional<String> given(String option) {
        String value = command.findOption(option.isEmpty() ? "--" + side : name(option))
                .getValue();
        return Optional.ofNullable(value);
    }

    private String name(String option) {
        return "--" + side + "-" + option;
    }

    private ParameterException complaint(String message) {
        return new ParameterException(command.commandLine(), message);
    }
}
