package io.evenkeel.assembly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DatastoreUrlTest {

    @ParameterizedTest
    @CsvSource({
        "sqlite:///var/lib/e.db, /var/lib/e.db",
        "sqlite://data/e.db, data/e.db",
        "sqlite://./e.db, ./e.db",
        "sqlite://e.db, e.db",
        "sqlite:///with%20space/a+b.db, /with space/a+b.db"
    })
    void readsSqlitePaths(String url, String path) {
        assertThat(DatastoreUrl.parse(url)).isEqualTo(new DatastoreUrl.Sqlite(Path.of(path)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "postgresql"})
    void readsPostgres(String scheme) {
        assertThat(DatastoreUrl.parse(scheme + "://ek:pw@db.example:6543/kine?sslmode=verify-full&sslrootcert=/ca.pem"))
                .isEqualTo(new DatastoreUrl.Postgres(new DatabaseServer(
                        "db.example",
                        6543,
                        "kine",
                        "ek",
                        new Password("pw"),
                        Map.of("sslmode", "verify-full", "sslrootcert", "/ca.pem"))));
    }

    @Test
    void readsTheSchemaOfATenant() {
        assertThat(serverOf("postgres://u@h/d?currentSchema=tenant").driverProperties())
                .isEqualTo(Map.of("currentSchema", "tenant"));
    }

    @Test
    void fillsInPortsAndTheMissingPassword() {
        assertThat(DatastoreUrl.parse("postgres://ek@db/d"))
                .isEqualTo(
                        new DatastoreUrl.Postgres(new DatabaseServer("db", 5432, "d", "ek", Password.NONE, Map.of())));
        assertThat(DatastoreUrl.parse("mysql://ek@db/d"))
                .isEqualTo(new DatastoreUrl.MySql(new DatabaseServer("db", 3306, "d", "ek", Password.NONE, Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql://ek:pw@db:3307/d?tls=skip-verify", "mysql://ek:pw@tcp(db:3307)/d?tls=skip-verify"})
    void readsBothSpellingsOfMySql(String url) {
        assertThat(DatastoreUrl.parse(url))
                .isEqualTo(new DatastoreUrl.MySql(
                        new DatabaseServer("db", 3307, "d", "ek", new Password("pw"), Map.of("sslMode", "REQUIRED"))));
    }

    @ParameterizedTest
    @CsvSource({
        "disabled, DISABLED",
        "preferred, PREFERRED",
        "required, REQUIRED",
        "verify-ca, VERIFY_CA",
        "verify-identity, VERIFY_IDENTITY",
        "VERIFY_IDENTITY, VERIFY_IDENTITY"
    })
    void givesMySqlItsOwnWordsForEncryption(String word, String driversWord) {
        for (String name : List.of("sslmode", "sslMode", "ssl-mode")) {
            assertThat(serverOf("mysql://u@h/d?" + name + "=" + word).driverProperties())
                    .isEqualTo(Map.of("sslMode", driversWord));
        }
    }

    @Test
    void takesAnAuthorityOfMySql() {
        assertThat(serverOf("mysql://u@tcp(h:1)/d?ssl-ca=/ca.pem&tls=true").driverProperties())
                .isEqualTo(Map.of("sslMode", "VERIFY_IDENTITY", "ssl-ca", "/ca.pem"));
    }

    @Test
    void givesThePostgresDriverItsOwnNames() {
        assertThat(serverOf("postgres://u@h/d?application_name=a%26b&sslcert=c&sslkey=k")
                        .driverProperties())
                .isEqualTo(Map.of("ApplicationName", "a&b", "sslcert", "c", "sslkey", "k"));
    }

    @Test
    void decodesUserAndPassword() {
        var server = serverOf("postgres://us%3Aer:p%40s%2Fs%25+%C3%A9@h/d%20b");

        assertThat(server.user()).isEqualTo("us:er");
        assertThat(server.password().secret()).isEqualTo("p@s/s%+é");
        assertThat(server.database()).isEqualTo("d b");
    }

    @Test
    void takesSpecialCharactersOfAPasswordThatWereNotEncoded() {
        assertThat(serverOf("postgres://u:p@s:s/w@h:1/d").password().secret()).isEqualTo("p@s:s/w");
    }

    @Test
    void takesAPasswordLiterallyInTheSpellingOfGosDriver() {
        assertThat(serverOf("mysql://u:p%40s%@tcp(h:1)/d").password().secret()).isEqualTo("p%40s%");
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres://u:p@[2001:db8::7]:5433/d", "mysql://u:p@tcp([2001:db8::7]:5433)/d"})
    void readsIpv6Addresses(String url) {
        assertThat(serverOf(url).host()).isEqualTo("2001:db8::7");
        assertThat(serverOf(url).port()).isEqualTo(5433);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data/evenkeel.db                    | it has no scheme",
                "etcd://h/d                          | its scheme is unknown",
                "sqlite://                           | it names no file",
                "sqlite:///var/lib/                  | it names no file",
                "sqlite://:memory:                   | it does not name a plain file",
                "sqlite://file:x                     | it does not name a plain file",
                "sqlite:///e.db?cache=shared         | takes no parameters",
                "postgres://h/d                      | it names no user",
                "postgres://@h/d                     | it names no user",
                "postgres://u:p@h                    | it names no database",
                "postgres://u:p@h/                   | it names no database",
                "postgres://u:p@/d                   | it names no host",
                "postgres://u:p@h1,h2/d              | more than one host",
                "postgres://u:p@h:0/d                | port is not between",
                "postgres://u:p@h:65536/d            | port is not between",
                "postgres://u:p@h:/d                 | form host:port",
                "postgres://u:p@2001:db8::7/d        | form host:port",
                "postgres://u:p%4@h/d                | write %25 for a plain %",
                "postgres://u:p%zz@h/d               | write %25 for a plain %",
                "postgres://u:%ff@h/d                | not UTF-8",
                "postgres://u:p@h/d?sslmode=on       | sslmode is one of disable, allow, prefer",
                "postgres://u:p@h/d?sslmode          | form name=value",
                "postgres://u:p@h/d?pool=3           | unknown parameter pool; known are sslmode",
                "postgres://u:p@h/d?sslkey=a&sslkey=b| the parameter sslkey twice",
                "postgres://u:p?x=y@h/d              | write %3F for a ?",
                "mysql://u:p@tcp(h:1/d               | tcp( is not closed",
                "mysql://u:p@unix(/run/mysql.sock)/d | form host:port",
                "mysql://u:p@h/d?sslmode=on          | sslmode is one of DISABLED, PREFERRED",
                "mysql://u:p@h/d?ssl-mode=required&tls=true | says twice whether to encrypt",
                "mysql://u:p@h/d?ssl-ca=/ca.pem&ssl-mode=required | ssl-ca has an effect only with ssl-mode=VERIFY_IDENTITY",
                "mysql://u:p@h/d?tls=custom          | tls is one of false, preferred",
                "mysql://u:p@h/d?charset=utf8        | unknown parameter charset; known are ssl-mode, ssl-ca and tls"
            })
    void saysWhatIsWrong(String url, String complaint) {
        assertThatThrownBy(() -> DatastoreUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(complaint);
    }

    @ParameterizedTest
    @CsvSource({
        "postgres://u:hunter2@h:5432/d?sslmode=require, postgres://u:***@h:5432/d?***",
        "postgres://u@h/d, postgres://u@h/d",
        "postgres://u:hunter2@x@h/d, postgres://u:***@h/d",
        "postgres://u:hunter2/d, postgres://***",
        "postgres://u:hunter2@h/d?password=hunter2, postgres://u:***@h/d?***",
        "postgres://u:hun?ter2=hunter2@h/d, postgres://u:***@h/d",
        "postgres://h/d?password=hunter2, postgres://h/d?***",
        "postgres:u:hunter2@h/d, ***",
        "u:hunter2, ***",
        "mysql://u:hunter2@tcp(h:3306)/d, mysql://u:***@tcp(h:3306)/d",
        "sqlite:///var/e.db, sqlite:///var/e.db",
        "evenkeel.db, evenkeel.db"
    })
    void masksWhateverCouldBeAPassword(String url, String masked) {
        assertThat(DatastoreUrl.mask(url)).isEqualTo(masked);
    }

    @Test
    void printsNoPassword() {
        assertThat(DatastoreUrl.parse("postgres://u:hunter2@h/d").toString()).doesNotContain("hunter2");
    }

    private static DatabaseServer serverOf(String url) {
        return switch (DatastoreUrl.parse(url)) {
            case DatastoreUrl.Postgres(var server) -> server;
            case DatastoreUrl.MySql(var server) -> server;
            case DatastoreUrl.Sqlite sqlite -> throw new AssertionError(sqlite);
        };
    }
}
