package io.evenkeel.api.peer;

import io.evenkeel.api.proto.peer.FollowRequest;
import io.evenkeel.api.proto.peer.Head;
import io.evenkeel.api.proto.peer.HeadsGrpc;
import io.evenkeel.api.proto.peer.WantedProgress;
import io.evenkeel.mvcc.replica.ProgressWishes;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells the servers that follow this one how far it has moved the head, and whose progress somebody waits for. A slow follower is
 * told the newest head only. Whoever begins to follow or stops has joined the store or left it, more often than not.
 */
final class HeadFeed extends HeadsGrpc.HeadsImplBase {

    private static final int MAX_WISHES = 64;

    private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
    private final AtomicLong head = new AtomicLong();
    private final Runnable followersChanged;

    /** @param followersChanged returns at once */
    HeadFeed(Runnable followersChanged) {
        this.followersChanged = followersChanged;
    }

    /** May be called from any thread; returns at once. */
    void announce(long revision) {
        head.accumulateAndGet(revision, Math::max);
        followers.forEach(Follower::tell);
    }

    /** May be called from any thread; returns at once. */
    void wantProgress(long start, long revision) {
        followers.forEach(follower -> {
            if (follower.wishes.add(start, revision)) {
                follower.tell();
            }
        });
    }

    @Override
    public void follow(FollowRequest request, StreamObserver<Head> observer) {
        var stream = (ServerCallStreamObserver<Head>) observer;
        var follower = new Follower(stream);
        stream.setOnReadyHandler(follower::tell);
        stream.setOnCancelHandler(() -> {
            followers.remove(follower);
            followersChanged.run();
        });
        followers.add(follower);
        follower.tell();
        followersChanged.run();
    }

    private static Head head(long revision, Map<Long, Long> wanted) {
        var head = Head.newBuilder().setRevision(revision);
        wanted.forEach((start, wantedRevision) ->
                head.addWanted(WantedProgress.newBuilder().setStart(start).setRevision(wantedRevision)));
        return head.build();
    }

    private final class Follower {

        private final ServerCallStreamObserver<Head> stream;
        private final ProgressWishes wishes = new ProgressWishes(MAX_WISHES);
        private final ReentrantLock lock = new ReentrantLock();
        private long told = -1;

        Follower(ServerCallStreamObserver<Head> stream) {
            this.stream = stream;
        }

        void tell() {
            lock.lock();
            try {
                long newest = head.get();
                if (!stream.isReady()) {
                    return;
                }
                Map<Long, Long> wanted = wishes.take();
                if (newest > told || !wanted.isEmpty()) {
                    told = newest;
                    stream.onNext(head(newest, wanted));
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
