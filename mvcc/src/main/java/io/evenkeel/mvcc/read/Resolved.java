package io.evenkeel.mvcc.read;

/** An answer with all its values at hand. */
public record Resolved<T>(T answer, Values values) {}
