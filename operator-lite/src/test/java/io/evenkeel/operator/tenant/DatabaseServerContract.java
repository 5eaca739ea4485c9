package io.evenkeel.operator.tenant;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.Holder;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.evenkeel.sql.DatastoreSettings;
import io.evenkeel.sql.SqlDatastore;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is promised of tenants on every kind of database server. */
abstract class DatabaseServerContract {

    private static final long LIMIT_NANOS = Duration.ofSeconds(30).toNanos();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final TenantPassword OLD = new TenantPassword("old-'secret\\");
    private static final TenantPassword NEW = new TenantPassword("new-\"secret`?");

    private final LoginsServer database = database();
    private final DatabaseServer server = database.underTest(connections -> connections);

    abstract LoginsServer database();

    /** The datastore of evenkeel that this tenant's servers would open. */
    abstract DatastoreSettings datastore(Tenant tenant, TenantPassword password);

    abstract String quoted(String name);

    /** What makes a driver trust these certificates, in PEM, and nobody else. */
    abstract Map<String, String> trusting(String certificates);

    /** What is said of a certificate of somebody else, and of one for another host. */
    abstract String untrusted();

    abstract String otherHost();

    private static Owner owner() {
        return new Owner("team", "cp" + COUNT.incrementAndGet(), "uid-1");
    }

    private Tenant tenant() {
        return server.names().tenantFor(owner());
    }

    @Test
    void makesADatabaseThatEvenkeelServesFrom() throws SQLException {
        Tenant tenant = tenant();
        assertThat(server.has(tenant)).isFalse();

        server.ensure(tenant, OLD);

        assertThat(server.has(tenant)).isTrue();
        SqlDatastore.open(datastore(tenant, OLD)).close();
        execute(tenant, OLD, "select id from evenkeel_store");
    }

    @Test
    void writesNothingTheSecondTime() {
        Tenant tenant = tenant();
        server.ensure(tenant, OLD);

        List<String> done = new ArrayList<>();
        database.underTest(connections -> FaultyConnections.none(connections, done))
                .ensure(tenant, OLD);

        assertThat(done).isNotEmpty().allMatch(sql -> sql.startsWith("select"));
    }

    /** Whenever it is lost: an empty one in its place would be another cluster. */
    @Test
    void maintainsADatabaseAndMakesNone() throws SQLException {
        Tenant tenant = tenant();
        assertThat(server.maintain(tenant, OLD)).isFalse();
        server.ensure(tenant, OLD);
        assertThat(server.maintain(tenant, NEW)).isTrue();
        execute(tenant, NEW, "create table mine (id integer)");
        database.asRoot("drop database " + quoted(tenant.database()));

        assertThat(server.maintain(tenant, NEW)).isFalse();

        assertThat(server.has(tenant)).isFalse();
    }

    /** The second name fits the first where {@code _} stands for any letter. */
    @ParameterizedTest
    @ValueSource(strings = {"", "x"})
    void keepsTenantsOutOfEachOthersDatabases(String underscore) throws SQLException {
        Owner a = owner();
        Owner b = owner();
        String name = "evenkeel_" + a.name();
        Tenant one = new Tenant(a, name, name);
        String theirs = underscore.isEmpty() ? "evenkeel_" + b.name() : name.replace("_", underscore);
        Tenant other = new Tenant(b, theirs, theirs);
        server.ensure(one, OLD);
        server.ensure(other, NEW);
        execute(other, NEW, "create table secrets (id integer)", "insert into secrets values (1)");

        assertThatThrownBy(() -> database.connect(other.database(), one.login(), OLD.secret()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(database.noAccess());
        assertThatThrownBy(() -> execute(one, OLD, "select * from " + quoted(other.database()) + ".secrets"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> execute(one, OLD, "select 1 from evenkeel_tenants.claim"))
                .isInstanceOf(SQLException.class);
        execute(one, OLD, "create table mine (id integer)", "insert into mine values (1)");
    }

    @Test
    void letsTenantsNeitherDropNorOpenTheirDatabases() throws SQLException {
        Tenant tenant = tenant();
        Tenant other = tenant();
        server.ensure(tenant, OLD);
        server.ensure(other, OLD);

        String name = quoted(tenant.database());
        assertThatThrownBy(() -> execute(tenant, OLD, "drop database " + name)).isInstanceOf(SQLException.class);
        try {
            execute(tenant, OLD, letIn(other.login(), name));
        } catch (SQLException refused) {
            // PostgreSQL only warns that nothing was granted
        }
        assertThatThrownBy(() -> database.connect(tenant.database(), other.login(), OLD.secret()))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining(database.noAccess());
        assertThat(server.has(tenant)).isTrue();
    }

    abstract String letIn(String login, String quotedDatabase);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with-dash",
                "with'quote",
                "with\"double",
                "with`tick",
                "with space",
                "with%percent",
                "with_under_score",
                "with\\backslash",
                "with?mark",
                "with{brace}",
                "with.dot/slash",
                "Größe"
            })
    void takesAnyNames(String name) throws SQLException {
        Owner owner = owner();
        Tenant tenant = new Tenant(owner, name, name);

        server.ensure(tenant, OLD);
        execute(tenant, OLD, "create table mine (id integer)");
        server.ensure(tenant, OLD);
        server.setPassword(tenant, NEW);
        execute(tenant, NEW, "insert into mine values (1)");

        assertThat(server.has(tenant)).isTrue();
        server.drop(tenant);
        assertThat(server.has(tenant)).isFalse();
    }

    @Test
    void takesNamesAsLongAsTheServerDoes() throws SQLException {
        String uid = String.valueOf(COUNT.incrementAndGet());
        Tenant one = server.names().tenantFor(new Owner("n".repeat(63), "c".repeat(240) + uid + "a", uid));
        Tenant other = server.names().tenantFor(new Owner("n".repeat(63), "c".repeat(240) + uid + "b", uid));

        server.ensure(one, OLD);
        server.ensure(other, NEW);

        execute(one, OLD, "create table mine (id integer)");
        execute(other, NEW, "create table mine (id integer)");
        assertThat(one.database()).hasSize(server.names().database()).isNotEqualTo(other.database());
        assertThat(one.login()).hasSize(server.names().login()).isNotEqualTo(other.login());
    }

    @Test
    void refusesNamesLongerThanTheServerKeeps() {
        String tooLong = "d".repeat(server.names().database() + 1);

        assertThatThrownBy(() -> server.ensure(new Tenant(owner(), tooLong, "login"), OLD))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(tooLong);
    }

    @Test
    void refusesWhatBelongsToAnother() {
        Tenant theirs = tenant();
        server.ensure(theirs, OLD);
        Owner reborn = new Owner(theirs.owner().namespace(), theirs.owner().name(), "uid-2");

        for (Tenant claim : Set.of(
                new Tenant(owner(), theirs.database(), tenant().login()),
                new Tenant(owner(), tenant().database(), theirs.login()),
                new Tenant(reborn, theirs.database(), theirs.login()))) {
            for (Runnable use : uses(claim)) {
                assertThatThrownBy(use::run)
                        .isInstanceOfSatisfying(
                                OwnershipException.class,
                                refusal -> assertThat(refusal.holder()).contains(theirs.owner()))
                        .hasMessageContaining(theirs.owner().toString())
                        .hasMessageContaining(claim.owner().toString());
            }
        }
        server.ensure(theirs, OLD);
    }

    @Test
    void refusesADatabaseWithoutAMarker() throws SQLException {
        Tenant tenant = tenant();
        database.createDatabase(tenant.database());

        for (Runnable use : uses(tenant)) {
            assertThatThrownBy(use::run)
                    .isInstanceOfSatisfying(
                            OwnershipException.class,
                            refusal -> assertThat(refusal.holder()).isEmpty())
                    .hasMessageContaining(tenant.database())
                    .hasMessageContaining(tenant.owner().toString());
        }
        database.asRoot("drop database " + quoted(tenant.database()));
        server.ensure(tenant, OLD);
    }

    @Test
    void refusesALoginWithoutAMarker() throws SQLException {
        Tenant tenant = tenant();
        database.createLogin(tenant.login(), "theirs");

        for (Runnable use : uses(tenant)) {
            assertThatThrownBy(use::run)
                    .isInstanceOf(OwnershipException.class)
                    .hasMessageContaining("login " + tenant.login())
                    .hasMessageContaining(tenant.owner().toString());
        }
    }

    private Set<Runnable> uses(Tenant tenant) {
        return Set.of(
                () -> server.ensure(tenant, NEW),
                () -> server.setPassword(tenant, NEW),
                () -> server.drop(tenant),
                () -> server.has(tenant));
    }

    @Test
    void changesThePasswordWhileConnectionsOfTheOldOneGoOn() throws SQLException {
        Tenant tenant = tenant();
        server.ensure(tenant, OLD);
        try (Connection open = database.connect(tenant.database(), tenant.login(), OLD.secret());
                Statement statement = open.createStatement()) {
            statement.execute("create table mine (id integer)");

            server.setPassword(tenant, NEW);

            statement.execute("insert into mine values (1)");
            assertThatThrownBy(() -> execute(tenant, OLD, "select 1")).isInstanceOf(SQLException.class);
            execute(tenant, NEW, "insert into mine values (2)");
        }
    }

    @Test
    void bringsALoginToThePasswordAndTheRightsItShouldHave() throws SQLException {
        Tenant tenant = tenant();
        server.ensure(tenant, OLD);
        takeRights(tenant);

        server.ensure(tenant, NEW);

        execute(tenant, NEW, "create table mine (id integer)");
        assertThatThrownBy(() -> execute(tenant, OLD, "select 1")).isInstanceOf(SQLException.class);
    }

    abstract void takeRights(Tenant tenant) throws SQLException;

    @Test
    void dropsATenantWhoseServersStillRun() throws SQLException {
        Tenant tenant = tenant();
        Tenant other = tenant();
        server.ensure(tenant, OLD);
        server.ensure(other, OLD);
        try (Connection open = database.connect(tenant.database(), tenant.login(), OLD.secret());
                Statement statement = open.createStatement()) {
            statement.execute("create table mine (id integer)");

            server.drop(tenant);

            assertThatThrownBy(() -> statement.execute("insert into mine values (1)"))
                    .isInstanceOf(SQLException.class);
        }
        server.drop(tenant);
        assertThat(server.has(tenant)).isFalse();
        execute(other, OLD, "create table mine (id integer)");

        Owner next = owner();
        server.ensure(new Tenant(next, tenant.database(), tenant.login()), NEW);
    }

    @Test
    void isWholeAfterALostConnectionAtAnyStep() throws SQLException {
        int steps = 1;
        while (isWholeAfterAFault(steps, () -> {})) {
            steps++;
        }

        assertThat(steps).isGreaterThan(10);
    }

    @Test
    void isWholeAfterTheDatabaseWasKilledBetweenSteps() throws SQLException {
        assertThat(isWholeAfterAFault(6, database::kill)).isTrue();
    }

    /** Repeats making and dropping a tenant after a fault; returns whether so many steps were taken. */
    private boolean isWholeAfterAFault(int step, Runnable fault) throws SQLException {
        Tenant tenant = tenant();
        boolean failed = fails(step, fault, faulty -> faulty.ensure(tenant, OLD));
        server.ensure(tenant, OLD);
        execute(tenant, OLD, "create table mine (id integer)");

        failed |= fails(step, fault, faulty -> faulty.drop(tenant));
        server.drop(tenant);
        assertThat(server.has(tenant)).isFalse();
        return failed;
    }

    private interface Use {
        void of(DatabaseServer server);
    }

    private boolean fails(int step, Runnable fault, Use use) {
        var between = new AtomicReference<@Nullable FaultyConnections>();
        DatabaseServer underTest = database.underTest(connections -> {
            var faulty = new FaultyConnections(connections, step, fault, new ArrayList<>());
            between.set(faulty);
            return faulty;
        });
        boolean refused = false;
        try {
            use.of(underTest);
        } catch (DatabaseServerException e) {
            refused = true;
        }
        boolean failed = requireNonNull(between.get()).hasFailed();
        assertThat(refused).isEqualTo(failed);
        if (!database.isRunning()) {
            database.start();
        }
        return failed;
    }

    @Test
    void countsConnections() throws SQLException {
        Tenant tenant = tenant();
        server.ensure(tenant, OLD);
        try (Connection one = database.connect(tenant.database(), tenant.login(), OLD.secret());
                Connection other = database.connect(tenant.database(), tenant.login(), OLD.secret());
                Connection another = database.root()) {
            assertThat(one.isValid(1) && other.isValid(1) && another.isValid(1)).isTrue();

            ConnectionBudget budget = awaitConnections(2, 2);

            assertThat(budget.max()).isEqualTo(database.maxConnections());
            assertThat(budget.reserved()).isEqualTo(database.reservedConnections());
            assertThat(budget.refusal(3, server.connectionsPerController())).isEmpty();
            assertThat(budget.refusal(5, server.connectionsPerController())).isPresent();
        }
    }

    /** Of tenants and, with the one that asks, of others: the server may still be at closing those of other tests. */
    private ConnectionBudget awaitConnections(int tenants, int others) {
        long deadline = System.nanoTime() + LIMIT_NANOS;
        while (true) {
            ConnectionBudget budget = server.connections();
            if (budget.usedByTenants() == tenants && budget.used() - budget.usedByTenants() == others) {
                return budget;
            }
            assertThat(System.nanoTime()).as("%s", budget).isLessThan(deadline);
        }
    }

    @Test
    void saysWhatFailedWithoutPasswords() {
        AdminAccess admin = database.admin();
        var wrong = new AdminAccess(
                admin.host(), admin.port(), admin.database(), admin.user(), "not-the-secret", admin.parameters());

        assertThatThrownBy(() -> of(wrong).ensure(tenant(), OLD))
                .isInstanceOf(DatabaseServerException.class)
                .hasMessageContaining("127.0.0.1:" + admin.port())
                .hasMessageContaining(admin.user())
                .message()
                .doesNotContain("not-the-secret", OLD.secret());
    }

    @Test
    void trustsOnlyTheAuthoritiesThatItWasGiven() throws Exception {
        KeyMaterial authority = Authority.create("of the database", Instant.now());
        KeyMaterial other = Authority.create("another", Instant.now());
        KeyMaterial certificate = Authority.of(authority)
                .issue(new Holder("database", List.of(), List.of("localhost"), Duration.ofDays(1)), Instant.now());
        database.secure(
                Files.writeString(database.folder().resolve("server.crt"), certificate.certificate()),
                Files.writeString(database.folder().resolve("server.key"), certificate.key()));
        try {
            String both = other.certificate() + authority.certificate();
            assertThat(securely("localhost", both).connections().max()).isEqualTo(database.maxConnections());

            assertThatThrownBy(() -> securely("localhost", other.certificate()).connections())
                    .isInstanceOf(DatabaseServerException.class)
                    .hasMessageContaining(untrusted());
            assertThatThrownBy(() -> securely(LoginsServer.LOOPBACK, both).connections())
                    .isInstanceOf(DatabaseServerException.class)
                    .hasMessageContaining(otherHost());
        } finally {
            database.unsecure();
        }
    }

    private DatabaseServer securely(String host, String certificates) {
        AdminAccess access = database.admin();
        return of(new AdminAccess(
                host, access.port(), access.database(), access.user(), access.password(), trusting(certificates)));
    }

    abstract DatabaseServer of(AdminAccess access);

    private void execute(Tenant tenant, TenantPassword password, String... statements) throws SQLException {
        try (Connection connection = database.connect(tenant.database(), tenant.login(), password.secret());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                if (statement.execute(sql)) {
                    try (ResultSet rows = statement.getResultSet()) {
                        rows.next();
                    }
                }
            }
        }
    }
}
