package io.evenkeel.operator.tenant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Tenants of a PostgreSQL server. The markers are comments. A database cannot be created and marked in one go, so it is
 * created under a name that nobody else uses, then marked, closed to others and given its own name in one transaction.
 *
 * <p>The admin owns the database, so that its login can neither drop it nor let others in; the login owns what it creates
 * there.
 */
final class PostgresTenants implements TenantSql {

    private static final String LOOK = """
            select login.oid is not null,
                   shobj_description(login.oid, 'pg_authid'),
                   db.oid is not null,
                   shobj_description(db.oid, 'pg_database'),
                   unnamed.oid is not null,
                   coalesce(has_database_privilege('public', db.oid, 'connect'), false)
            from (values (?, ?, ?)) wanted (login, db, unnamed)
            left join pg_roles login on login.rolname = wanted.login
            left join pg_database db on db.datname = wanted.db
            left join pg_database unnamed on unnamed.datname = wanted.unnamed
            """;

    /** Sorted by bytes, on every machine alike: nothing is ever asked for in another order. */
    private static final String LIKE_EVERYWHERE = " template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'";

    private static final String MAY_CREATE =
            "select has_schema_privilege('public', 'create') and has_schema_privilege('public', 'usage')";

    /** Whose a connection is anybody may see; the server's own processes have none. */
    private static final String CONNECTIONS = """
            select current_setting('max_connections')::integer,
                   current_setting('superuser_reserved_connections')::integer
                       + coalesce(current_setting('reserved_connections', true)::integer, 0),
                   count(*),
                   count(*) filter (where shobj_description(usesysid, 'pg_authid') like ?)
            from pg_stat_activity
            where usesysid is not null and datid is not null
            """;

    private static final String WRONG_PASSWORD = "28P01";
    private static final String NO_PRIVILEGE = "42501";

    /** What there is by a tenant's names. */
    private record Found(
            boolean login,
            @Nullable String loginMarker,
            boolean database,
            @Nullable String databaseMarker,
            boolean unnamed,
            boolean openToAll) {}

    @Override
    public NameLimits names() {
        return NameLimits.POSTGRES;
    }

    /** One appends, two wake up other servers, and up to four read, two scan and four write. */
    @Override
    public int connectionsPerController() {
        return 13;
    }

    @Override
    public boolean find(Connection admin, Tenant tenant) throws SQLException {
        Found found = look(admin, tenant);
        return found.database || found.unnamed;
    }

    private static Found look(Connection admin, Tenant tenant) throws SQLException {
        try (PreparedStatement look = admin.prepareStatement(LOOK)) {
            look.setString(1, tenant.login());
            look.setString(2, tenant.database());
            look.setString(3, unnamed(tenant));
            try (ResultSet row = look.executeQuery()) {
                row.next();
                var found = new Found(
                        row.getBoolean(1),
                        row.getString(2),
                        row.getBoolean(3),
                        row.getString(4),
                        row.getBoolean(5),
                        row.getBoolean(6));
                if (found.login) {
                    check("the login " + tenant.login(), tenant, found.loginMarker);
                }
                if (found.database) {
                    check("the database " + tenant.database(), tenant, found.databaseMarker);
                }
                return found;
            }
        }
    }

    private static void check(String what, Tenant tenant, @Nullable String marker) {
        Optional<Owner> holder = Owner.ofMarker(marker);
        if (!holder.equals(Optional.of(tenant.owner()))) {
            throw new OwnershipException(what, tenant.owner(), holder);
        }
    }

    /** What the database is called until it is marked. */
    private static String unnamed(Tenant tenant) {
        return "evenkeel_new_"
                + StableName.hash(tenant.owner().marker() + "/" + tenant.database())
                        .substring(0, 40);
    }

    @Override
    public boolean make(Connection admin, Tenant tenant, TenantPassword password, boolean anew) throws SQLException {
        Found found = look(admin, tenant);
        if (!anew && !found.database && !found.unnamed) {
            return false;
        }
        if (!found.login) {
            Transaction.run(admin, () -> {
                String login = Quoted.postgres(tenant.login());
                execute(admin, "create role " + login + " login");
                execute(admin, "comment on role " + login + " is " + marker(tenant));
                setPassword(admin, tenant, password);
            });
        }
        if (!found.database) {
            String unnamed = Quoted.postgres(unnamed(tenant));
            if (!found.unnamed) {
                execute(admin, "create database " + unnamed + LIKE_EVERYWHERE);
            }
            Transaction.run(admin, () -> {
                execute(admin, "comment on database " + unnamed + " is " + marker(tenant));
                letOnlyTheTenantIn(admin, unnamed, tenant);
                execute(admin, "alter database " + unnamed + " rename to " + Quoted.postgres(tenant.database()));
            });
        } else if (found.openToAll) {
            letOnlyTheTenantIn(admin, Quoted.postgres(tenant.database()), tenant);
        }
        return true;
    }

    private static String marker(Tenant tenant) {
        return Quoted.postgresText(tenant.owner().marker());
    }

    private static void letOnlyTheTenantIn(Connection admin, String database, Tenant tenant) throws SQLException {
        execute(admin, "revoke all on database " + database + " from public");
        execute(admin, "grant connect on database " + database + " to " + Quoted.postgres(tenant.login()));
    }

    @Override
    public LoginState tryLogin(Connections connections, Tenant tenant, TenantPassword password) throws SQLException {
        try (Connection connection = connections.tenant(tenant, password);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(MAY_CREATE)) {
            row.next();
            return row.getBoolean(1) ? LoginState.READY : LoginState.MISSING_RIGHTS;
        } catch (SQLException e) {
            if (WRONG_PASSWORD.equals(e.getSQLState())) {
                return LoginState.WRONG_PASSWORD;
            }
            if (NO_PRIVILEGE.equals(e.getSQLState())) {
                return LoginState.MISSING_RIGHTS;
            }
            throw e;
        }
    }

    /** The driver sends a hash: the password is in no log of the server. */
    @Override
    public void setPassword(Connection admin, Tenant tenant, TenantPassword password) throws SQLException {
        admin.unwrap(PGConnection.class)
                .alterUserPassword(tenant.login(), password.secret().toCharArray(), null);
    }

    /** Anybody may create in the schema {@code public} before version 15, where the admin may not even grant it. */
    @Override
    public void grant(Connections connections, Connection admin, Tenant tenant) throws SQLException {
        letOnlyTheTenantIn(admin, Quoted.postgres(tenant.database()), tenant);
        try (Connection inDatabase = connections.admin(tenant.database())) {
            execute(inDatabase, "grant create, usage on schema public to " + Quoted.postgres(tenant.login()));
        }
    }

    /** The login goes last: its marker says whose the rest is. Only who has the login's rights may end its connections. */
    @Override
    public void drop(Connection admin, Tenant tenant) throws SQLException {
        Found found = look(admin, tenant);
        String login = Quoted.postgres(tenant.login());
        if (found.login) {
            execute(admin, "alter role " + login + " nologin");
            execute(admin, "grant " + login + " to current_user");
        }
        if (found.unnamed) {
            execute(admin, "drop database if exists " + Quoted.postgres(unnamed(tenant)) + " with (force)");
        }
        if (found.database) {
            execute(admin, "drop database if exists " + Quoted.postgres(tenant.database()) + " with (force)");
        }
        if (found.login) {
            execute(admin, "drop role if exists " + login);
        }
    }

    @Override
    public ConnectionBudget connections(Connection admin) throws SQLException {
        try (PreparedStatement count = admin.prepareStatement(CONNECTIONS)) {
            count.setString(1, Owner.likeMarker());
            try (ResultSet row = count.executeQuery()) {
                row.next();
                return new ConnectionBudget(row.getInt(1), row.getInt(2), row.getInt(3), row.getInt(4));
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
