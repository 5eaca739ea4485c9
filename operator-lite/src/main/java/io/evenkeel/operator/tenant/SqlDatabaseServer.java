package io.evenkeel.operator.tenant;

import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.net.ssl.SSLException;

/** The order of the steps, the same on each kind of database server; each opens connections and closes them. */
final class SqlDatabaseServer implements DatabaseServer {

    /** One for each thing that can be wrong with a login. */
    private static final int MAX_REPAIRS = LoginState.values().length - 1;

    private final TenantSql sql;
    private final AdminAccess access;
    private final Connections connections;

    SqlDatabaseServer(TenantSql sql, AdminAccess access, Connections connections) {
        this.sql = sql;
        this.access = access;
        this.connections = connections;
    }

    @Override
    public NameLimits names() {
        return sql.names();
    }

    @Override
    public int connectionsPerController() {
        return sql.connectionsPerController();
    }

    @Override
    public boolean has(Tenant tenant) {
        return forTenant("look for", tenant, admin -> sql.find(admin, tenant));
    }

    @Override
    public void ensure(Tenant tenant, TenantPassword password) {
        var _ = forTenant("make", tenant, admin -> make(admin, tenant, password, true));
    }

    @Override
    public boolean maintain(Tenant tenant, TenantPassword password) {
        return forTenant("maintain", tenant, admin -> make(admin, tenant, password, false));
    }

    private boolean make(Connection admin, Tenant tenant, TenantPassword password, boolean anew) throws SQLException {
        boolean there = sql.make(admin, tenant, password, anew);
        if (there) {
            admit(admin, tenant, password);
        }
        return there;
    }

    /** Tries what the tenant's servers will do, and repairs what prevents it. */
    private void admit(Connection admin, Tenant tenant, TenantPassword password) throws SQLException {
        for (int repairs = 0; ; repairs++) {
            LoginState state = sql.tryLogin(connections, tenant, password);
            if (state != LoginState.READY && repairs == MAX_REPAIRS) {
                throw new SQLException("the login " + tenant.login() + " has its password and its rights and still is"
                        + " not let in (" + state + "): look at the server's own rules about hosts and accounts");
            }
            switch (state) {
                case READY -> {
                    return;
                }
                case WRONG_PASSWORD -> sql.setPassword(admin, tenant, password);
                case MISSING_RIGHTS -> sql.grant(connections, admin, tenant);
            }
        }
    }

    @Override
    public void setPassword(Tenant tenant, TenantPassword password) {
        var _ = forTenant("change the password of the login of", tenant, admin -> {
            var _ = sql.find(admin, tenant);
            sql.setPassword(admin, tenant, password);
            return true;
        });
    }

    @Override
    public void drop(Tenant tenant) {
        var _ = forTenant("drop", tenant, admin -> {
            var _ = sql.find(admin, tenant);
            sql.drop(admin, tenant);
            return true;
        });
    }

    @Override
    public ConnectionBudget connections() {
        return asAdmin("count the connections", sql::connections);
    }

    private <T> T forTenant(String what, Tenant tenant, Work<T> work) {
        sql.names().check(tenant);
        return asAdmin(what + " the database " + tenant.database() + " of control plane " + tenant.owner(), work);
    }

    private <T> T asAdmin(String what, Work<T> work) {
        try (Connection admin = connections.admin()) {
            return work.with(admin);
        } catch (SQLException e) {
            throw new DatabaseServerException("cannot " + what + " at " + access + ": " + words(e), e);
        }
    }

    /** With what is wrong with a certificate, which not every driver says itself. */
    private static String words(SQLException e) {
        String said = firstLine(e);
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLException || cause instanceof GeneralSecurityException) {
                return said.contains(firstLine(cause)) ? said : said + ": " + firstLine(cause);
            }
        }
        return said;
    }

    /** What follows, with some drivers, is other whenever it is said. */
    private static String firstLine(Throwable e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    private interface Work<T> {
        T with(Connection admin) throws SQLException;
    }
}
