package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.FollowRequest;
import io.evenkeel.api.proto.peer.Head;
import io.evenkeel.api.proto.peer.HeadsGrpc;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the servers that follow this one how far it has moved the head. A slow follower is told the newest head only. */
final class HeadFeed extends HeadsGrpc.HeadsImplBase {

    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final AtomicLong head = new AtomicLong();

    /** May be called from any thread; returns at once. */
    void announce(long revision) {
        head.accumulateAndGet(revision, Math::max);
        followers.forEach(Follower::tell);
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<Head> observer) {
        var stream = (ServerCallStreamObserver<Head>) observer;
        var follower = new Follower(stream);
        stream.setOnReadyHandler(follower::tell);
        stream.setOnCancelHandler(() -> followers.remove(follower));
        followers.add(follower);
        follower.tell();
    }

    private final class Follower {

        private final ServerCallStreamObserver<Head> stream;
        private final ReentrantLock lock = new ReentrantLock();
        private long told = -1;

        Follower(ServerCallStreamObserver<Head> stream) {
            this.stream = stream;
        }

        void tell() {
            lock.lock();
            try {
                long newest = head.get();
                if (newest > told && stream.isReady()) {
                    told = newest;
                    stream.onNext(Head.newBuilder().setRevision(newest).build());
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
