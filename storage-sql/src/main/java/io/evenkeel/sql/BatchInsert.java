package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendBatch;
import java.sql.SQLException;

/** Inserts the rows of a batch in the running transaction. */
interface BatchInsert {

    void insert(AppendConnection connection, int store, AppendBatch batch) throws SQLException;
}
