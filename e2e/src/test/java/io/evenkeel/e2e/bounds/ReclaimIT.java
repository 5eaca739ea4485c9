package io.evenkeel.e2e.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Await;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.Scratch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What compaction has deleted is given back to the file system while the server goes on. */
class ReclaimIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void shrinksTheFileOfSqliteAfterCompaction() {
        try (var scratch = Scratch.create()) {
            Path data = scratch.folder("data");
            try (var server = Backend.SQLITE.fresh(data).serve(scratch.folder("server"));
                    var keys = new Overwritten(server, 4000)) {
                keys.writeTwice();
                keys.compact();
                Path file = data.resolve("evenkeel.db");
                // twice 4000 keys of 4000 bytes; a quarter of what is in use is kept free
                Await.until(
                        () -> "a smaller file than one of " + file.toFile().length() + " bytes",
                        LIMIT,
                        () -> file.toFile().length() < 28_000_000);
                assertThat(keys.put("k1").join()).isEqualTo(8003);
            }
        }
    }
}
