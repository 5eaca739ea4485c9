package io.evenkeel.operator.tenant;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The statements of one kind of database server. Connections commit by themselves when a method is called and when it
 * returns.
 */
interface TenantSql {

    NameLimits names();

    int connectionsPerController();

    /** Whether the tenant's database is there or in the making; throws when it or the login is another's. */
    boolean find(Connection admin, Tenant tenant) throws SQLException;

    /**
     * Makes what is missing of the login, with this password, and the database. Rights are no part of it.
     *
     * @param anew whether to make a database where there is none; a login is made only for a database
     * @return whether the database is there
     */
    boolean make(Connection admin, Tenant tenant, TenantPassword password, boolean anew) throws SQLException;

    LoginState tryLogin(Connections connections, Tenant tenant, TenantPassword password) throws SQLException;

    void setPassword(Connection admin, Tenant tenant, TenantPassword password) throws SQLException;

    /** Gives the login its rights in the database that is there. */
    void grant(Connections connections, Connection admin, Tenant tenant) throws SQLException;

    /** Drops what is there of a tenant. */
    void drop(Connection admin, Tenant tenant) throws SQLException;

    ConnectionBudget connections(Connection admin) throws SQLException;
}
