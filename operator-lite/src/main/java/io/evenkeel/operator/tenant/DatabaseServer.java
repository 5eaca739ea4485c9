package io.evenkeel.operator.tenant;

/**
 * A database server on which each control plane has a database and a login of its own, and cannot read those of others. Any
 * thread may use it; it keeps no connections open.
 *
 * <p>What it makes carries the {@linkplain Owner owner's} marker, and it touches nothing that does not. Each method may be
 * repeated after it failed, or died, at any point.
 *
 * <p>A password is changed without restarting anything, in this order, so that it is never only in memory:
 * <ol>
 *   <li>write the new one down where servers do not read it yet,
 *   <li>{@link #setPassword}: connections that are open stay so,
 *   <li>give it to the servers, in the file that {@code --datastore-password-file} names.
 * </ol>
 * From the second step until a server has the file, it works with the connections that it has and is refused new ones.
 */
public interface DatabaseServer {

    /**
     * A PostgreSQL server, 13 or newer, for an admin with {@code createdb} and {@code createrole}. Connects when asked
     * something.
     */
    static DatabaseServer postgres(AdminAccess access) {
        return new SqlDatabaseServer(new PostgresTenants(), access, JdbcConnections.postgres(access));
    }

    /**
     * A MySQL 8 or MariaDB 10.6 server, or newer, for an admin with these rights. Connects when asked something.
     * {@snippet lang = "sql" :
     * grant create user, process on *.* to admin;
     * grant select on mysql.user to admin;
     * grant select, insert, update, delete, create, drop, alter, index, references on `evenkeel\_%`.* to admin with grant option;
     * }
     */
    static DatabaseServer mySql(AdminAccess access) {
        return new SqlDatabaseServer(new MySqlTenants(), access, JdbcConnections.mySql(access));
    }

    /** How long the names of databases and logins may be here. */
    NameLimits names();

    /** The most connections that the server of one controller opens here, with evenkeel's own sizes of pools. */
    int connectionsPerController();

    /**
     * Whether the tenant's database is there, whole or in part.
     *
     * @throws OwnershipException when the database or the login is another's
     * @throws DatabaseServerException when the server cannot be asked
     */
    boolean has(Tenant tenant);

    /**
     * Makes what is missing of the tenant's database and login, and sees to it that the login works with this password.
     * Writes nothing when nothing is missing.
     *
     * @throws IllegalArgumentException when a name cannot be used on this server
     * @throws OwnershipException when the database or the login is another's
     * @throws DatabaseServerException when the server cannot be asked, or the admin may not do it
     */
    void ensure(Tenant tenant, TenantPassword password);

    /**
     * Does what {@link #ensure} does for a database that was in use: makes none, for an empty one in its place would be another
     * cluster. Throws as {@link #ensure} does.
     *
     * @return whether the database is there
     */
    boolean maintain(Tenant tenant, TenantPassword password);

    /**
     * Gives the tenant's login another password. Throws as {@link #ensure} does, and when there is no such login.
     */
    void setPassword(Tenant tenant, TenantPassword password);

    /**
     * Drops the tenant's login and database with everything in it, whoever is connected to it; does nothing when they are
     * not there. Throws as {@link #has} does.
     */
    void drop(Tenant tenant);

    /** @throws DatabaseServerException when the server cannot be asked */
    ConnectionBudget connections();
}
