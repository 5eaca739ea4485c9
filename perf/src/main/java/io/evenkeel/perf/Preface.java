package io.evenkeel.perf;

import io.evenkeel.perf.load.WorkloadKind;
import io.evenkeel.perf.proc.Machine;
import io.evenkeel.perf.report.Spread;
import io.evenkeel.perf.server.Contender;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a reader has to know before the figures. */
final class Preface {

    private static final double BUSY_SHARE = 0.05;

    private Preface() {}

    static String of(BenchSettings settings) {
        String servers = settings.contenders().stream().map(Contender::version).collect(Collectors.joining("; "));
        var text = new StringBuilder();
        text.append("Measured on ")
                .append(LocalDate.now(ZoneId.systemDefault()))
                .append(": ")
                .append(Machine.describe())
                .append(".\n");
        text.append("Servers: ").append(servers).append(".\n");
        text.append(String.format(
                Locale.ROOT,
                "Disk: %s, 4 KiB forced in %.0f µs. Load average before: %.2f.%n",
                Machine.fileSystem(settings.folder()),
                Machine.forceMicros(settings.folder()),
                Machine.loadAverage()));
        text.append(String.format(
                Locale.ROOT,
                "%d rounds of %d s a cell, %d connections, %d keys, values of %d bytes, %d s of warm-up a workload.%n",
                settings.rounds(),
                settings.window().toSeconds(),
                settings.connections(),
                settings.keys(),
                settings.valueBytes(),
                settings.warmUp().toSeconds()));
        text.append(
                "Every figure is the median of the rounds (smallest–largest); ratios are taken round by round.\n\n");
        for (WorkloadKind workload : settings.workloads()) {
            text.append("- ")
                    .append(workload.name().toLowerCase(Locale.ROOT))
                    .append(": ")
                    .append(workload.operation())
                    .append('\n');
        }
        if (settings.lag()) {
            text.append(
                            "- lag: an event at one of all watchers, spread over all servers, while writes are sent at a steady rate")
                    .append(" through one server after the other; its latency counts from the sending of the write\n");
        }
        if (settings.idle()) {
            text.append("- at rest, idle watches: what servers and database do while clients do nothing\n");
        }
        return text.append('\n').toString();
    }

    /** How quiet the machine was. */
    static String disturbance(Spread elsewhere) {
        String text = String.format(
                Locale.ROOT,
                "Neither server nor generator used %.1f %% of the processors in the median cell, %.1f %% in the worst.%n",
                elsewhere.median() * 100,
                elsewhere.max() * 100);
        return elsewhere.median() > BUSY_SHARE
                ? text + "**The machine was busy with other work: these figures are not to be published.**\n"
                : text;
    }
}
