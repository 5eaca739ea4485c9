package io.evenkeel.api.peer;

import io.grpc.ManagedChannel;
import java.util.concurrent.Executor;

/**
 * A channel to another server of the store.
 *
 * @param thread the one thread that writes to its connection: what is sent on it goes out without a word to another thread
 */
public record PeerChannel(ManagedChannel channel, Executor thread) {}
