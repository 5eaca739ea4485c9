package io.evenkeel.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the operator may do; that it is enough, the integration tests show. */
final class RolesTest {

    @Test
    void nameWhatTheyAllow() throws IOException {
        try (InputStream in = RolesTest.class.getResourceAsStream("rbac.yaml")) {
            List<String> rules = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.strip().startsWith("#"))
                    .toList();

            assertThat(rules)
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("*"))
                    .noneMatch(line -> line.contains("pods"));
        }
    }
}
