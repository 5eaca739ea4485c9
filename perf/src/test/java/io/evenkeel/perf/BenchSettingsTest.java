package io.evenkeel.perf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.server.Contender;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BenchSettingsTest {

    @Test
    void measuresEverythingByDefault() {
        BenchSettings settings = parse();

        assertThat(settings.workloads()).containsExactly(WorkloadKind.values());
        assertThat(settings.lag()).isTrue();
        assertThat(settings.idle()).isTrue();
        assertThat(settings.footprint()).isTrue();
        assertThat(settings.clients()).containsExactly(1, 16, 100, 400);
        assertThat(settings.rounds()).isEqualTo(5);
        assertThat(settings.contenders()).extracting(Contender::name).containsExactly("etcd", "evenkeel on SQLite");
    }

    @Test
    void measuresOnlyWhatIsAskedFor() {
        BenchSettings settings = parse("only=update,footprint", "clients=100", "seconds=7", "backend=postgres", "jfr=");

        assertThat(settings.workloads()).containsExactly(WorkloadKind.UPDATE);
        assertThat(settings.footprint()).isTrue();
        assertThat(settings.clients()).containsExactly(100);
        assertThat(settings.window()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.contenders()).extracting(Contender::name).contains("evenkeel on PostgreSQL");
    }

    @Test
    void measuresNoWorkloadWhenOnlyTheFootprintIsAskedFor() {
        BenchSettings settings = parse("only=footprint");

        assertThat(settings.workloads()).isEmpty();
        assertThat(settings.footprint()).isTrue();
        assertThat(parse("only=get").footprint()).isFalse();
    }

    @Test
    void measuresSetsOfServers() {
        BenchSettings settings = parse("servers=etcd*3,evenkeel,evenkeel*3,kine*3", "backend=postgres");

        assertThat(settings.contenderNames())
                .containsExactly(
                        "3 etcd", "evenkeel on PostgreSQL", "3 evenkeel on PostgreSQL", "3 kine on PostgreSQL");
    }

    @Test
    void putsOneServerOfASetFurtherAway() {
        BenchSettings settings = parse("servers=evenkeel,evenkeel*3", "backend=mariadb", "far_ms=2");

        assertThat(settings.contenders().getFirst().version()).doesNotContain("further");
        assertThat(settings.contenders().getLast().version()).contains("the last of them 2 ms further");
    }

    @Test
    void measuresLagAndIdlenessWhenAskedFor() {
        BenchSettings settings = parse("only=lag,idle", "watchers=7", "rate=5");

        assertThat(settings.workloads()).isEmpty();
        assertThat(settings.lag()).isTrue();
        assertThat(settings.idle()).isTrue();
        assertThat(settings.watchers()).isEqualTo(7);
        assertThat(settings.rates()).containsExactly(5);
    }

    @Test
    void refusesSetsThatCannotBe() {
        assertThatThrownBy(() -> parse("servers=evenkeel*3")).hasMessageContaining("SQLite");
        assertThatThrownBy(() -> parse("servers=etcd*0")).hasMessageContaining("at least one");
        assertThatThrownBy(() -> parse("servers=kine")).hasMessageContaining("PostgreSQL");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> parse("round=3")).hasMessageContaining("round");
        assertThatThrownBy(() -> parse("only=updates")).hasMessageContaining("UPDATES");
        assertThatThrownBy(() -> parse("servers=consul")).hasMessageContaining("consul");
    }

    private static BenchSettings parse(String... args) {
        return BenchSettings.parse(args);
    }
}
