package io.evenkeel.e2e.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Repository;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of other people's libraries that are in the images, beside what the build has found; it has checked the licenses. */
class LicensesTest {

    @ParameterizedTest
    @ValueSource(strings = {"controlplane-assembly", "operator-lite"})
    void areListedAsTheyAre(String module) {
        Path folder = Repository.root().resolve(module);

        assertThat(folder.resolve("src/main/resources/META-INF/THIRD-PARTY.txt"))
                .as("run make licenses")
                .hasSameTextualContentAs(folder.resolve("target/licenses/THIRD-PARTY.txt"));
    }
}
