package io.evenkeel.perf.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What a server's JVM is told beside what {@code ./evenkeel} tells every one.
 *
 * @param light without its second compiler, as README says for one control plane
 * @param recordsFlights whether it leaves a flight recording beside the data
 */
public record JvmOptions(boolean light, boolean recordsFlights) {

    private static final String LIGHT = "-XX:TieredStopAtLevel=1";

    /** Nothing. */
    public static final JvmOptions NONE = new JvmOptions(false, false);

    Map<String, String> environment(Path folder) {
        var options = new StringJoiner(" ");
        if (light) {
            options.add(LIGHT);
        }
        if (recordsFlights) {
            options.add(
                    "-XX:StartFlightRecording:settings=profile,jdk.CPUTimeSample#enabled=true,jdk.CPUTimeSample#throttle=2ms,filename="
                            + folder.resolve("evenkeel.jfr"));
        }
        return options.length() == 0 ? Map.of() : Map.of("JDK_JAVA_OPTIONS", options.toString());
    }
}
