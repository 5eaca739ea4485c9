package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.SQLException;

/** A database server that several processes share. */
interface SharedTestDatabase extends TestDatabase {

    /** A database that other tests use too. */
    DatastoreSettings common(String store);

    /** A connection as a server has for writing what is no append. */
    Connection connectToWrite(DatastoreSettings settings) throws SQLException;

    /** Ends every connection to the server but {@code own}, as a restart of the server would. */
    void killOthers(Connection own) throws SQLException;

    /** A query with a row while somebody waits for the append lock. */
    String findWaitingAppend();
}
