package io.evenkeel.api.peer;

import io.evenkeel.mvcc.member.Member;
import io.evenkeel.mvcc.member.Membership;
import io.evenkeel.mvcc.replica.WakeUps;
import io.grpc.BindableService;
import io.grpc.ManagedChannel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wake-ups for a database that has none: every server of the store follows the heads of all others, at the client URLs that
 * they advertise. A server that cannot be reached there costs latency only.
 */
public final class PeerWakeUps implements WakeUps {

    private static final Logger logger = LoggerFactory.getLogger(PeerWakeUps.class);
    private static final long REVIEW_MILLIS = 500;

    private final Membership membership;
    private final Function<String, ManagedChannel> channels;
    private final HeadFeed feed = new HeadFeed(this::tellMembersChanged);
    private final Map<Member, FollowedPeer> peers = new HashMap<>();
    private final ScheduledExecutorService reviewer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("peers").factory());
    private volatile @Nullable Listener listener;
    private volatile boolean connected;

    /** @param channels opens a channel to a client URL of another server */
    public PeerWakeUps(Membership membership, Function<String, ManagedChannel> channels) {
        this.membership = membership;
        this.channels = channels;
    }

    /** What the other servers call; to be served at the client URLs. */
    public BindableService service() {
        return feed;
    }

    @Override
    public void announce(long head) {
        feed.announce(head);
    }

    @Override
    public void wantProgress(long start, long revision) {
        feed.wantProgress(start, revision);
    }

    @Override
    public void listen(Listener listener) {
        this.listener = listener;
        var _ = reviewer.scheduleWithFixedDelay(() -> review(listener), 0, REVIEW_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void tellMembersChanged() {
        Listener told = listener;
        if (told != null) {
            told.membersChanged();
        }
    }

    /** Follows all live members and nobody else. On the reviewer's thread alone. */
    private void review(Listener listener) {
        List<Member> others = membership.members().stream()
                .filter(member -> member.id() != membership.self().id())
                .filter(member -> !member.clientUrls().isEmpty())
                .toList();
        peers.entrySet().removeIf(peer -> {
            boolean gone = !others.contains(peer.getKey());
            if (gone) {
                peer.getValue().close();
            }
            return gone;
        });
        for (Member other : others) {
            try {
                peers.computeIfAbsent(
                                other,
                                member -> new FollowedPeer(
                                        channels.apply(member.clientUrls().getFirst()), listener))
                        .follow();
            } catch (IllegalArgumentException e) {
                logger.debug("Cannot follow {} at {}: {}", other.name(), other.clientUrls(), e.getMessage());
            }
        }
        connected = peers.size() == others.size() && peers.values().stream().allMatch(FollowedPeer::isHeard);
    }

    @Override
    public boolean connected() {
        return connected;
    }

    @Override
    public void close() {
        reviewer.shutdownNow();
        reviewer.close();
        peers.values().forEach(FollowedPeer::close);
    }
}
