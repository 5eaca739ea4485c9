package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTimeoutsTest {

    private final List<String> timedOut = new ArrayList<>();
    private long nanoTime = Long.MAX_VALUE - 5;
    private final CallTimeouts timeouts = new CallTimeouts(Duration.ofNanos(10), () -> nanoTime);

    @Test
    void timesOutWhatHasWaitedLongEnough() {
        timeouts.add(call("early"));
        nanoTime += 9;
        timeouts.add(call("late"));
        timeouts.sweep();
        assertThat(timedOut).isEmpty();

        nanoTime += 1;
        timeouts.sweep();
        assertThat(timedOut).containsExactly("early");

        nanoTime += 9;
        timeouts.sweep();
        assertThat(timedOut).containsExactly("early", "late");
    }

    @Test
    void leavesAloneWhatWasAnswered() {
        PendingCall atOnce = call("answered at once");
        PendingCall meanwhile = call("answered meanwhile");
        timeouts.add(atOnce);
        timeouts.add(meanwhile);
        assertThat(atOnce.claim()).isTrue();
        timeouts.sweep();
        assertThat(meanwhile.claim()).isTrue();

        nanoTime += 10;
        timeouts.sweep();

        assertThat(timedOut).isEmpty();
    }

    @Test
    void leavesNoSecondAnswerToGive() {
        PendingCall call = call("late");
        timeouts.add(call);
        nanoTime += 10;
        timeouts.sweep();

        assertThat(call.claim()).isFalse();
    }

    private PendingCall call(String name) {
        return new PendingCall() {
            @Override
            void timeOut() {
                timedOut.add(name);
            }
        };
    }
}
