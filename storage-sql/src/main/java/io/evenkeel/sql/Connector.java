package io.evenkeel.sql;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Opens connections that are fit for use: to a server that is checked, with the session settings their purpose needs.
 * May be called from any thread.
 */
interface Connector {

    /** What a connection is for. */
    enum Purpose {
        /** Creating and upgrading the schema, at start. */
        SCHEMA,
        /** The one connection that appends. */
        APPEND,
        /**
         * What is written besides appends, where the database allows several writers. Appends wait for some of the locks
         * that it takes, so a writer that stalls in a transaction has to be ended as an appender has.
         */
        WRITE,
        /** Short reads. */
        READ,
        /** Reads that may take long. */
        SCAN,
        /** Reading tables that are another program's: how durable they are is no concern of ours. */
        FOREIGN,
        /** Telling other servers that the head has moved, and being told. */
        WAKE_UP
    }

    Connection open(Purpose purpose) throws SQLException;
}
