package io.evenkeel.e2e.replicas;

/** Somewhere to send calls to. */
interface Endpoint {

    int id();

    /** For calls; the same whatever becomes of the servers. */
    Stubs stubs();

    Stubs watchStubs();
}
