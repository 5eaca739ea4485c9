package io.evenkeel.api;

import io.evenkeel.api.proto.ElectionGrpc;
import io.evenkeel.api.proto.LockGrpc;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import java.util.Set;

/** Calls that last for as long as clients like: watches, keepalives, and whoever waits for others to let go. */
public final class LastingCalls {

    private static final Set<String> WAITING = Set.of(
            LockGrpc.getLockMethod().getFullMethodName(),
            ElectionGrpc.getCampaignMethod().getFullMethodName(),
            ElectionGrpc.getObserveMethod().getFullMethodName());

    private LastingCalls() {}

    /** Whether calls of this method are among them. For any thread. */
    public static boolean include(MethodDescriptor<?, ?> method) {
        return method.getType() == MethodType.BIDI_STREAMING || WAITING.contains(method.getFullMethodName());
    }
}
