package io.evenkeel.assembly.config;

import java.time.Duration;
import org.slf4j.event.Level;

/**
 * What is logged and how.
 *
 * @param slowRequests requests that take longer are named; zero for none
 */
public record LogConfig(Level level, LogFormat format, Duration slowRequests) {}
