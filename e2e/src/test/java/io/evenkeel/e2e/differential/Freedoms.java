package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseGrantResponse;
import io.evenkeel.api.proto.LeaseLeasesResponse;
import io.evenkeel.api.proto.LeaseStatus;
import io.evenkeel.api.proto.LeaseTimeToLiveResponse;
import io.evenkeel.api.proto.Member;
import io.evenkeel.api.proto.MemberListResponse;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.StatusResponse;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.TxnResponse;
import io.evenkeel.api.proto.WatchResponse;
import io.grpc.Status;
import java.util.Comparator;
import java.util.List;

/**
 * What two correct servers may answer differently, brought to one form. Everything else must be equal.
 *
 * <p>Free are: the identity of cluster, member and term (but not whether they are set); the order of keys that sort
 * equal, and which of them a limit lets through; the order of a lease's keys and of the leases; where a stream of a
 * range is cut; sizes and Raft's counters; the text of gRPC's own refusal of an oversized message.
 */
final class Freedoms {

    /** One server is asked, and has granted, up to so much before the other. */
    static final long LEASE_SECONDS = 2;

    private Freedoms() {}

    static Answer canonical(Rpc rpc, Message request, Answer answer) {
        if (!answer.isOk()) {
            return new Answer(List.of(), answer.code(), canonicalDescription(answer));
        }
        Message message = rpc == Rpc.RANGE_STREAM ? StreamedRange.merged(answer.messages()) : answer.message();
        return answer.withMessage(Headers.masked(canonicalMessage(request, message)));
    }

    /** The answer to a grant, without the id if the server was to choose it, but with whether it is a possible one. */
    static Answer canonicalGrant(LeaseGrantRequest request, Answer answer) {
        if (!answer.isOk() || request.getID() != 0) {
            return canonical(Rpc.LEASE_GRANT, request, answer);
        }
        LeaseGrantResponse grant = (LeaseGrantResponse) answer.message();
        return answer.withMessage(Headers.masked(
                grant.toBuilder().setID(Long.signum(grant.getID())).build()));
    }

    /** An answer of the watch stream to a create or a cancel. */
    static Message canonical(WatchResponse control) {
        WatchResponse.Builder builder = control.toBuilder();
        if (control.getCompactRevision() != 0) {
            builder.getHeaderBuilder().clearRevision();
        }
        return Headers.masked(builder.build());
    }

    /** The tested answer, with a lease's remaining time taken from the reference where it is close enough. */
    static Answer levelled(Answer reference, Answer tested) {
        if (reference.isOk()
                && tested.isOk()
                && reference.message() instanceof LeaseTimeToLiveResponse expected
                && tested.message() instanceof LeaseTimeToLiveResponse actual
                && Math.abs(expected.getTTL() - actual.getTTL()) <= LEASE_SECONDS) {
            return tested.withMessage(
                    actual.toBuilder().setTTL(expected.getTTL()).build());
        }
        return tested;
    }

    private static Message canonicalMessage(Message request, Message message) {
        return switch (message) {
            case RangeResponse range -> SortTies.settled((RangeRequest) request, range);
            case TxnResponse txn -> canonicalTxn((TxnRequest) request, txn);
            case LeaseTimeToLiveResponse lease -> withSortedKeys(lease);
            case LeaseLeasesResponse leases -> withSortedLeases(leases);
            case StatusResponse status -> withoutSizes(status);
            case MemberListResponse members -> withoutNames(members);
            default -> message;
        };
    }

    private static TxnResponse canonicalTxn(TxnRequest request, TxnResponse response) {
        var ops = response.getSucceeded() ? request.getSuccessList() : request.getFailureList();
        TxnResponse.Builder builder = response.toBuilder();
        for (int i = 0; i < Math.min(ops.size(), response.getResponsesCount()); i++) {
            var op = builder.getResponsesBuilder(i);
            if (op.hasResponseRange() && ops.get(i).hasRequestRange()) {
                op.setResponseRange(SortTies.settled(ops.get(i).getRequestRange(), op.getResponseRange()));
            } else if (op.hasResponseTxn() && ops.get(i).hasRequestTxn()) {
                op.setResponseTxn(canonicalTxn(ops.get(i).getRequestTxn(), op.getResponseTxn()));
            }
        }
        return builder.build();
    }

    private static LeaseTimeToLiveResponse withSortedKeys(LeaseTimeToLiveResponse response) {
        List<ByteString> keys =
                response.getKeysList().stream().sorted(KeySpace::compare).toList();
        return response.toBuilder().clearKeys().addAllKeys(keys).build();
    }

    private static LeaseLeasesResponse withSortedLeases(LeaseLeasesResponse response) {
        List<LeaseStatus> leases = response.getLeasesList().stream()
                .sorted(Comparator.comparingLong(LeaseStatus::getID))
                .toList();
        return response.toBuilder().clearLeases().addAllLeases(leases).build();
    }

    private static StatusResponse withoutSizes(StatusResponse status) {
        return status.toBuilder()
                .setVersion(status.getVersion().replaceFirst("\\.\\d+$", ""))
                .setDbSize(Long.signum(status.getDbSize()))
                .setDbSizeInUse(Long.signum(status.getDbSizeInUse()))
                .setLeader(status.getLeader() == status.getHeader().getMemberId() ? 1 : 0)
                .clearStorageVersion() // etcd raises it some seconds after its start
                .setRaftIndex(Long.signum(status.getRaftIndex()))
                .setRaftAppliedIndex(Long.signum(status.getRaftAppliedIndex()))
                .setRaftTerm(status.getRaftTerm() == status.getHeader().getRaftTerm() ? 1 : 0)
                .build();
    }

    private static MemberListResponse withoutNames(MemberListResponse response) {
        MemberListResponse.Builder builder = response.toBuilder().clearMembers();
        for (Member member : response.getMembersList()) {
            builder.addMembers(Member.newBuilder()
                    .setID(member.getID() == response.getHeader().getMemberId() ? 1 : 0)
                    .setName(member.getName().isEmpty() ? "" : "named")
                    .addAllClientURLs(member.getClientURLsCount() == 0 ? List.of() : List.of("reachable"))
                    .setIsLearner(member.getIsLearner()));
        }
        return builder.build();
    }

    private static String canonicalDescription(Answer answer) {
        String text = answer.description();
        boolean tooLarge = text.contains("message larger than max") || text.contains("message exceeds maximum size");
        return answer.code() == Status.Code.RESOURCE_EXHAUSTED && tooLarge ? "message too large" : text;
    }
}
