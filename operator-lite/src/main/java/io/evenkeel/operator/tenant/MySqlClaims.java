package io.evenkeel.operator.tenant;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * Whose databases and logins on a MySQL or MariaDB server are, in a table that no tenant can see. A name is claimed before
 * anything is made under it, and only while nothing is there.
 */
final class MySqlClaims {

    private static final String DATABASE = "database";
    private static final String LOGIN = "login";

    private static final String CREATE_DATABASE = "create database if not exists evenkeel_tenants";

    /** Names are compared without regard to case, as some servers do with those of databases. */
    private static final String CREATE_TABLE = """
            create table if not exists evenkeel_tenants.claim (
                kind   varchar(8)   character set ascii not null,
                name   varchar(64)  character set utf8mb4 collate utf8mb4_general_ci not null,
                marker varchar(800) character set ascii not null,
                primary key (kind, name))
                engine = innodb
            """;

    private static final String TABLE_EXISTS = """
            select 1 from information_schema.tables where table_schema = 'evenkeel_tenants' and table_name = 'claim'
            """;

    private static final String FIND = "select marker from evenkeel_tenants.claim where kind = ? and name = ?";

    /** The primary key decides between two who claim one name at the same time. */
    private static final String INSERT = "insert into evenkeel_tenants.claim (kind, name, marker) values (?, ?, ?)";

    private static final String DELETE =
            "delete from evenkeel_tenants.claim where kind = ? and name = ? and marker = ?";

    private static final String COUNT_CONNECTIONS = """
            select count(*)
            from information_schema.processlist process
            join evenkeel_tenants.claim login on login.kind = 'login' and login.name = process.user
            """;

    private final Connection admin;

    MySqlClaims(Connection admin) {
        this.admin = admin;
    }

    /** Whether the name of the database is claimed; throws when another control plane has done so. */
    boolean hasDatabase(Tenant tenant) throws SQLException {
        return has(DATABASE, tenant.database(), tenant.owner());
    }

    boolean hasLogin(Tenant tenant) throws SQLException {
        return has(LOGIN, tenant.login(), tenant.owner());
    }

    private boolean has(String kind, String name, Owner owner) throws SQLException {
        if (!tableExists()) {
            return false;
        }
        try (PreparedStatement find = admin.prepareStatement(FIND)) {
            find.setString(1, kind);
            find.setString(2, name);
            try (ResultSet row = find.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
                Optional<Owner> holder = Owner.ofMarker(row.getString(1));
                if (!holder.equals(Optional.of(owner))) {
                    throw new OwnershipException("the " + kind + " " + name, owner, holder);
                }
                return true;
            }
        }
    }

    /** Claims both names, or neither; the caller knows that nothing unclaimed is there. */
    void add(Tenant tenant) throws SQLException {
        if (!tableExists()) {
            try (Statement create = admin.createStatement()) {
                create.execute(CREATE_DATABASE);
                create.execute(CREATE_TABLE);
            }
        }
        Transaction.run(admin, () -> {
            if (!hasDatabase(tenant)) {
                update(INSERT, DATABASE, tenant.database(), tenant.owner());
            }
            if (!hasLogin(tenant)) {
                update(INSERT, LOGIN, tenant.login(), tenant.owner());
            }
        });
    }

    void delete(Tenant tenant) throws SQLException {
        if (tableExists()) {
            Transaction.run(admin, () -> {
                update(DELETE, DATABASE, tenant.database(), tenant.owner());
                update(DELETE, LOGIN, tenant.login(), tenant.owner());
            });
        }
    }

    private void update(String sql, String kind, String name, Owner owner) throws SQLException {
        try (PreparedStatement update = admin.prepareStatement(sql)) {
            update.setString(1, kind);
            update.setString(2, name);
            update.setString(3, owner.marker());
            update.executeUpdate();
        }
    }

    /** How many connections the claimed logins have, as far as the admin may see. */
    int countConnections() throws SQLException {
        if (!tableExists()) {
            return 0;
        }
        try (Statement count = admin.createStatement();
                ResultSet row = count.executeQuery(COUNT_CONNECTIONS)) {
            row.next();
            return row.getInt(1);
        }
    }

    private boolean tableExists() throws SQLException {
        try (Statement find = admin.createStatement();
                ResultSet row = find.executeQuery(TABLE_EXISTS)) {
            return row.next();
        }
    }
}
