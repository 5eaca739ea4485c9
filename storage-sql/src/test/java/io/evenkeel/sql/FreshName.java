package io.evenkeel.sql;

import java.util.concurrent.atomic.AtomicInteger;

/** Names that were never used before in this JVM, for stores and databases that several tests share a server for. */
final class FreshName {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private FreshName() {}

    static String of(String name) {
        return name + "_" + COUNT.incrementAndGet();
    }
}
