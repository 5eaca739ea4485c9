package io.evenkeel.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.history.History;
import io.evenkeel.e2e.history.HistoryChecker;
import io.evenkeel.e2e.history.Operation;
import io.evenkeel.e2e.history.Operation.Ending;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a run comes to: counted, logged, and held against what every history must be. */
final class Verdict {

    private static final Logger logger = LoggerFactory.getLogger(Verdict.class);

    private Verdict() {}

    static void pass(String run, History history) {
        List<Operation> operations = history.operations();
        logger.info(
                "{}: {} calls, of which {} answered, {} refused, {} open; {} watches",
                run,
                operations.size(),
                count(operations, Ending.Answered.class),
                count(operations, Ending.Refused.class),
                count(operations, Ending.Open.class),
                history.watches().size());
        assertThat(HistoryChecker.violations(history)).as(run).isEmpty();
    }

    private static long count(List<Operation> operations, Class<? extends Ending> ending) {
        return operations.stream()
                .filter(operation -> ending.isInstance(operation.ending()))
                .count();
    }
}
