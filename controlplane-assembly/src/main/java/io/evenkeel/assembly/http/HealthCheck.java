package io.evenkeel.assembly.http;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * One thing that has to be in order.
 *
 * @param run finds out; completes with what is wrong, if anything is, or exceptionally
 */
record HealthCheck(String name, Supplier<CompletableFuture<Optional<String>>> run) {}
