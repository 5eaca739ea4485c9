package io.evenkeel.api;

import io.evenkeel.api.proto.ResponseHeader;

/** The headers of answers: who answers, and at which revision. */
final class Headers {

    /** There is no raft here, and to clients always the same term: that of an etcd cluster's first leader. */
    static final long RAFT_TERM = 2;

    private final long clusterId;
    private final long memberId;

    /** The header made last. Many answers in a row have the same one when more is read than written. */
    private volatile ResponseHeader latest = ResponseHeader.getDefaultInstance();

    Headers(long clusterId, long memberId) {
        this.clusterId = clusterId;
        this.memberId = memberId;
    }

    /** The header of an answer at {@code revision}, 0 where etcd leaves it out. */
    ResponseHeader at(long revision) {
        ResponseHeader header = latest;
        if (header.getRevision() != revision || header.getClusterId() != clusterId) {
            header = ResponseHeader.newBuilder()
                    .setClusterId(clusterId)
                    .setMemberId(memberId)
                    .setRevision(revision)
                    .setRaftTerm(RAFT_TERM)
                    .build();
            latest = header;
        }
        return header;
    }

    /** The header of an operation within a transaction: the revision and nothing else. */
    static ResponseHeader within(long revision) {
        return ResponseHeader.newBuilder().setRevision(revision).build();
    }
}
