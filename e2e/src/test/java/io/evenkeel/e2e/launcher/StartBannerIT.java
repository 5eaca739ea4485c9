package io.evenkeel.e2e.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import org.junit.jupiter.api.Test;

/** What a server says of itself when it starts. */
class StartBannerIT {

    @Test
    void namesVersionStoreDatabaseAndRevisionAndNoPassword() {
        try (Scratch scratch = Scratch.create()) {
            Backend.Datastore plain = Backend.POSTGRES.fresh(scratch.folder("data"));
            var datastore = new Backend.Datastore(plain.url().replace("@", ":s3cret@"), plain.store());
            try (EvenkeelProcess server = datastore.serve(scratch.folder("server"))) {
                String log = server.process().output();

                assertThat(log)
                        .containsPattern("evenkeel \\S+ serves store " + plain.store()
                                + " of postgres://\\S+, at revision 1, on \\[" + server.url() + "], \\d+ ms")
                        .doesNotContain("s3cret");
            }
        }
    }

    @Test
    void isOneOfLinesThatAreAllJsonWhenThatIsAskedFor() throws JsonProcessingException {
        try (Scratch scratch = Scratch.create();
                EvenkeelProcess server = Backend.SQLITE
                        .fresh(scratch.folder("data"))
                        .serve(scratch.folder("server"), "--log-format=json")) {
            var json = new ObjectMapper();
            for (String line : server.process().output().lines().toList()) {
                assertThat(json.readTree(line).isObject()).as(line).isTrue();
            }
            assertThat(server.process().output()).contains("serves store");
        }
    }
}
