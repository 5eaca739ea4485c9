package io.evenkeel.sql;

import io.evenkeel.mvcc.log.AppendResult;
import io.evenkeel.mvcc.log.Batches;
import io.evenkeel.mvcc.log.RevisionLog;
import java.nio.file.Path;

/** A program that appends to a SQLite file until it is killed, printing each revision once it is appended. */
final class AppendingProcess {

    private AppendingProcess() {}

    public static void main(String[] arguments) {
        var settings = new DatastoreSettings.Sqlite(Path.of(arguments[0]), DatastoreSettings.Options.DEFAULTS);
        try (SqlDatastore datastore = SqlDatastore.open(settings)) {
            RevisionLog log = datastore.log();
            long head = log.load(_ -> {}).head().revision();
            while (Batches.append(log, head, Batches.creates(head, head + 1, 1), false)
                    instanceof AppendResult.Appended) {
                head++;
                System.out.println(head);
            }
        }
    }
}
