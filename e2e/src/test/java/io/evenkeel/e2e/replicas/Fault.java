package io.evenkeel.e2e.replicas;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.PassageRules;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** Something that goes wrong for a while and is over when {@link #strike} returns. */
enum Fault {
    KILL_SERVER {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            victim.kill();
            Pause.lasting(upTo(2000, random));
            victim.start();
        }
    },

    STOP_SERVER {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            victim.stop();
            victim.start();
        }
    },

    PAUSE_SERVER {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            victim.pause();
            Pause.lasting(upTo(random.nextInt(4) == 0 ? 5000 : 300, random));
            victim.resume();
        }
    },

    BLOCK_CONNECTIONS {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            PassageRules rules = cluster.proxy(victim.id()).rules();
            rules.block();
            Pause.lasting(upTo(3000, random));
            rules.open();
        }
    },

    CUT_CONNECTION {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            PassageRules rules = cluster.proxy(victim.id()).rules();
            List<PassageRules.Cut> places = List.of(PassageRules.Cut.values());
            rules.cutAfter(random.nextInt(60), places.get(random.nextInt(places.size())));
            Await.until("a cut", CUT, () -> !rules.cutDue());
        }
    },

    KILL_DATABASE {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            cluster.database().process().killAll();
            cluster.database().restart();
        }
    },

    PAUSE_DATABASE {
        @Override
        void strike(Cluster cluster, Node victim, SplittableRandom random) {
            cluster.database().process().pause();
            Pause.lasting(upTo(3000, random));
            cluster.database().process().resume();
        }
    };

    private static final Duration CUT = Duration.ofSeconds(60);

    private static Duration upTo(int millis, SplittableRandom random) {
        return Duration.ofMillis(random.nextInt(millis) + 1);
    }

    abstract void strike(Cluster cluster, Node victim, SplittableRandom random);

    /** Whether the servers that are not the victim have no reason to notice. */
    boolean sparesOthers() {
        return switch (this) {
            case KILL_SERVER, STOP_SERVER, PAUSE_SERVER, BLOCK_CONNECTIONS, CUT_CONNECTION -> true;
            case KILL_DATABASE, PAUSE_DATABASE -> false;
        };
    }
}
