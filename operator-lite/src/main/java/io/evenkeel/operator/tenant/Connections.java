package io.evenkeel.operator.tenant;

import java.sql.Connection;
import java.sql.SQLException;

/** Opens connections to one database server. */
interface Connections {

    /** One of the admin's. */
    Connection admin() throws SQLException;

    /** One of the admin's to a tenant's database. */
    Connection admin(String database) throws SQLException;

    /** One of a tenant's to its database. */
    Connection tenant(Tenant tenant, TenantPassword password) throws SQLException;
}
