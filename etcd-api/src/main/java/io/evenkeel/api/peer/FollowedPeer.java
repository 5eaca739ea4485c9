package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.FollowRequest;
import io.evenkeel.api.proto.peer.Head;
import io.evenkeel.api.proto.peer.HeadsGrpc;
import io.evenkeel.mvcc.replica.WakeUps;
import io.grpc.ManagedChannel;
import io.grpc.stub.StreamObserver;

/** Another server of the store whose head this one follows. */
final class FollowedPeer {

    private final ManagedChannel channel;
    private final WakeUps.Listener listener;
    private volatile boolean heard;
    private volatile boolean following;

    FollowedPeer(ManagedChannel channel, WakeUps.Listener listener) {
        this.channel = channel;
        this.listener = listener;
    }

    /** Whether the peer has answered and the stream goes on. */
    boolean isHeard() {
        return heard;
    }

    /** Begins to follow, or begins again when the stream has ended. Called by one thread. */
    void follow() {
        if (!following) {
            following = true;
            HeadsGrpc.newStub(channel).follow(FollowRequest.getDefaultInstance(), new StreamObserver<>() {
                @Override
                public void onNext(Head head) {
                    heard = true;
                    listener.head(head.getRevision());
                    head.getWantedList()
                            .forEach(wanted -> listener.progressWanted(wanted.getStart(), wanted.getRevision()));
                }

                @Override
                public void onError(Throwable failure) {
                    onCompleted();
                }

                @Override
                public void onCompleted() {
                    heard = false;
                    following = false;
                }
            });
        }
    }

    void close() {
        channel.shutdownNow();
    }
}
