package io.evenkeel.operator;

import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;

/**
 * Has another take the time of reconcilers, and what these throw come out as it was: Micrometer's metrics wrap it, and a reconciler that
 * is asked what to write into the status has to see whether the API server refused something.
 */
record TimedByOther(Metrics timer) implements Metrics {

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        try {
            return timer.timeControllerExecution(execution);
        } catch (OperatorException e) {
            throw e.getCause() instanceof Exception thrown ? thrown : e;
        }
    }
}
