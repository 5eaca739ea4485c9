package io.evenkeel.e2e.history;

import io.evenkeel.watch.validate.RecordedWatch;
import java.util.List;

/**
 * All that is known of one run on a store that was empty before.
 *
 * @param operations all calls
 * @param log all revisions there were
 * @param watches all watches, one that was resumed on another stream being another one
 */
public record History(List<Operation> operations, CommittedLog log, List<RecordedWatch> watches) {

    public History {
        operations = List.copyOf(operations);
        watches = List.copyOf(watches);
    }
}
