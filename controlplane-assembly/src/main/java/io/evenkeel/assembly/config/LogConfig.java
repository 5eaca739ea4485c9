package io.evenkeel.assembly.config;

import org.slf4j.event.Level;

/** What is logged and how. */
public record LogConfig(Level level, LogFormat format) {}
