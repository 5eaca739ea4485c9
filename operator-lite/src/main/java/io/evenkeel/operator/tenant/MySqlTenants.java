package io.evenkeel.operator.tenant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;

/**
 * Tenants of a MySQL or MariaDB server. Databases and logins cannot carry markers on both, and nothing is made in one go:
 * {@linkplain MySqlClaims what is going to be made is written down} first.
 *
 * <p>A tenant's rights are for its one database, and do not include dropping it or anything in it: no server does.
 */
final class MySqlTenants implements TenantSql {

    private static final String DATABASE_EXISTS = "select 1 from information_schema.schemata where schema_name = ?";

    private static final String CREATE_LOGIN = "create user if not exists ?@'%' identified by ?";
    private static final String LOGIN_EXISTS = "select 1 from mysql.user where user = ?";
    private static final String SET_PASSWORD = "alter user ?@'%' identified by ?";
    private static final String DROP_LOGIN = "drop user if exists ?@'%'";

    private static final String GRANT = "grant select, insert, update, delete, create, alter, index, references on ";

    /** Asked by the tenant's login, which sees only its own. */
    private static final String COUNT_RIGHTS = """
            select count(distinct privilege_type) from information_schema.schema_privileges
            where table_schema = ? and privilege_type in
                ('SELECT', 'INSERT', 'UPDATE', 'DELETE', 'CREATE', 'ALTER', 'INDEX', 'REFERENCES')
            """;

    private static final int ALL_RIGHTS = 8;

    private static final String MAX_CONNECTIONS = "select @@max_connections";
    private static final String CONNECTED = "show global status like 'Threads_connected'";

    private static final int MAX_PATTERN = 64;

    private static final int WRONG_PASSWORD = 1045;
    private static final int NO_RIGHTS_IN_DATABASE = 1044;

    /** What there is by a tenant's names; all of it is the tenant's. */
    private record Found(boolean claimed, boolean database, boolean login) {}

    @Override
    public NameLimits names() {
        return NameLimits.MYSQL;
    }

    /** One appends, and up to four read, two scan and four write. */
    @Override
    public int connectionsPerController() {
        return 11;
    }

    @Override
    public boolean find(Connection admin, Tenant tenant) throws SQLException {
        return look(admin, tenant).database;
    }

    private static Found look(Connection admin, Tenant tenant) throws SQLException {
        refuseWhatIsOpenToAll(tenant);
        refuseWhatCannotBeGranted(tenant);
        var claims = new MySqlClaims(admin);
        boolean databaseClaimed = claims.hasDatabase(tenant);
        boolean loginClaimed = claims.hasLogin(tenant);
        boolean database = exists(admin, DATABASE_EXISTS, tenant.database());
        boolean login = exists(admin, LOGIN_EXISTS, tenant.login());
        if (database && !databaseClaimed) {
            throw new OwnershipException("the database " + tenant.database(), tenant.owner(), Optional.empty());
        }
        if (login && !loginClaimed) {
            throw new OwnershipException("the login " + tenant.login(), tenant.owner(), Optional.empty());
        }
        return new Found(databaseClaimed && loginClaimed, database, login);
    }

    /** A new MariaDB lets every login do anything in these, and so did MySQL. */
    private static void refuseWhatIsOpenToAll(Tenant tenant) {
        String name = tenant.database().toLowerCase(Locale.ROOT);
        if (name.equals("test") || name.startsWith("test_")) {
            throw new IllegalArgumentException(
                    "the database " + tenant.database() + " would be open to every login of the"
                            + " server, as all are that are called test or begin with test_");
        }
    }

    /** Where rights are kept there is room for no more; what is longer is cut off there without a word. */
    private static void refuseWhatCannotBeGranted(Tenant tenant) {
        if (Quoted.mySqlPattern(tenant.database()).length() > MAX_PATTERN) {
            throw new IllegalArgumentException("the name of the database '" + tenant.database() + "' has more than "
                    + MAX_PATTERN + " characters, with _, % and \\ counted twice");
        }
    }

    private static boolean exists(Connection admin, String sql, String name) throws SQLException {
        try (PreparedStatement find = admin.prepareStatement(sql)) {
            find.setString(1, name);
            try (ResultSet row = find.executeQuery()) {
                return row.next();
            }
        }
    }

    @Override
    public boolean make(Connection admin, Tenant tenant, TenantPassword password, boolean anew) throws SQLException {
        Found found = look(admin, tenant);
        if (!anew && !found.database) {
            return false;
        }
        if (!found.claimed) {
            new MySqlClaims(admin).add(tenant);
        }
        if (!found.database) {
            execute(
                    admin,
                    "create database if not exists " + Quoted.mySql(tenant.database()) + " character set utf8mb4");
        }
        if (!found.login) {
            execute(admin, CREATE_LOGIN, tenant.login(), password.secret());
        }
        return true;
    }

    @Override
    public LoginState tryLogin(Connections connections, Tenant tenant, TenantPassword password) throws SQLException {
        try (Connection connection = connections.tenant(tenant, password);
                PreparedStatement count = connection.prepareStatement(COUNT_RIGHTS)) {
            count.setString(1, Quoted.mySqlPattern(tenant.database()));
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return row.getInt(1) == ALL_RIGHTS ? LoginState.READY : LoginState.MISSING_RIGHTS;
            }
        } catch (SQLException e) {
            return switch (e.getErrorCode()) {
                case WRONG_PASSWORD -> LoginState.WRONG_PASSWORD;
                case NO_RIGHTS_IN_DATABASE -> LoginState.MISSING_RIGHTS;
                default -> throw e;
            };
        }
    }

    /** The server hides the password in what it logs. */
    @Override
    public void setPassword(Connection admin, Tenant tenant, TenantPassword password) throws SQLException {
        execute(admin, SET_PASSWORD, tenant.login(), password.secret());
    }

    @Override
    public void grant(Connections connections, Connection admin, Tenant tenant) throws SQLException {
        String database = Quoted.mySql(Quoted.mySqlPattern(tenant.database()));
        execute(admin, GRANT + database + ".* to ?@'%'", tenant.login());
    }

    /** The claims go last: they say whose the rest is. */
    @Override
    public void drop(Connection admin, Tenant tenant) throws SQLException {
        Found found = look(admin, tenant);
        if (found.login) {
            execute(admin, DROP_LOGIN, tenant.login());
        }
        if (found.database) {
            execute(admin, "drop database if exists " + Quoted.mySql(tenant.database()));
        }
        new MySqlClaims(admin).delete(tenant);
    }

    /** One more is kept for administrators, but beyond the maximum. */
    @Override
    public ConnectionBudget connections(Connection admin) throws SQLException {
        int byTenants = new MySqlClaims(admin).countConnections();
        return new ConnectionBudget(number(admin, MAX_CONNECTIONS), 0, number(admin, CONNECTED), byTenants);
    }

    /** The last value of the first row. */
    private static int number(Connection admin, String sql) throws SQLException {
        try (Statement statement = admin.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getInt(row.getMetaData().getColumnCount());
        }
    }

    /** With the parameters set in by the driver, as literals: the server takes none in such statements. */
    private static void execute(Connection connection, String sql, String... parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            statement.execute();
        }
    }
}
