package io.evenkeel.api;

import com.google.protobuf.ByteString;
import io.evenkeel.api.concurrency.KeyQueue;
import io.evenkeel.api.concurrency.KeyQueue.Place;
import io.evenkeel.api.concurrency.OwnClient;
import io.evenkeel.api.proto.CampaignRequest;
import io.evenkeel.api.proto.CampaignResponse;
import io.evenkeel.api.proto.ElectionGrpc;
import io.evenkeel.api.proto.LeaderKey;
import io.evenkeel.api.proto.LeaderRequest;
import io.evenkeel.api.proto.LeaderResponse;
import io.evenkeel.api.proto.ProclaimRequest;
import io.evenkeel.api.proto.ProclaimResponse;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.ResignRequest;
import io.evenkeel.api.proto.ResignResponse;
import io.evenkeel.api.proto.ResponseHeader;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.mvcc.read.CallStages;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** etcd's {@code Election} service: of those who campaign under one name, whoever came first leads as long as its lease. */
final class ElectionService extends ElectionGrpc.ElectionImplBase {

    private final OwnClient client;
    private final WaitingCalls calls;

    ElectionService(OwnClient client, WaitingCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    @Override
    public void campaign(CampaignRequest request, StreamObserver<CampaignResponse> caller) {
        calls.answer(caller, () -> campaign(request));
    }

    private CampaignResponse campaign(CampaignRequest request) {
        var queue = new KeyQueue(client, request.getName());
        long lease = client.lease(request.getLease());
        Place place = queue.join(lease, request.getValue());
        try {
            if (place.before() != null && !place.before().equals(request.getValue())) {
                var _ = proclaim(queue, place.key(), place.createRevision(), lease, request.getValue());
            }
            queue.awaitTurn(place);
        } catch (RuntimeException e) {
            queue.abandon(place);
            throw e;
        }
        return CampaignResponse.newBuilder()
                .setHeader(place.header())
                .setLeader(LeaderKey.newBuilder()
                        .setName(request.getName())
                        .setKey(place.key())
                        .setRev(place.createRevision())
                        .setLease(lease))
                .build();
    }

    @Override
    public void proclaim(ProclaimRequest request, StreamObserver<ProclaimResponse> caller) {
        calls.answer(caller, () -> {
            LeaderKey leader = given(request.hasLeader(), request.getLeader());
            return ProclaimResponse.newBuilder()
                    .setHeader(proclaim(
                            new KeyQueue(client, leader.getName()),
                            leader.getKey(),
                            leader.getRev(),
                            client.lease(leader.getLease()),
                            request.getValue()))
                    .build();
        });
    }

    private static ResponseHeader proclaim(
            KeyQueue queue, ByteString key, long createRevision, long lease, ByteString value) {
        return queue.change(key, createRevision, value, lease)
                .orElseThrow(() -> WaitingCalls.unknown("election: not leader"));
    }

    @Override
    public void resign(ResignRequest request, StreamObserver<ResignResponse> caller) {
        calls.answer(caller, () -> {
            LeaderKey leader = given(request.hasLeader(), request.getLeader());
            return ResignResponse.newBuilder()
                    .setHeader(new KeyQueue(client, leader.getName()).leave(leader.getKey(), leader.getRev()))
                    .build();
        });
    }

    private static LeaderKey given(boolean present, LeaderKey leader) {
        if (!present) {
            throw WaitingCalls.unknown("\"leader\" field must be provided");
        }
        return leader;
    }

    @Override
    public void leader(LeaderRequest request, StreamObserver<LeaderResponse> caller) {
        calls.answer(caller, () -> {
            RangeResponse first = new KeyQueue(client, request.getName()).first();
            if (first.getKvsCount() == 0) {
                throw WaitingCalls.unknown("election: no leader");
            }
            return leads(first.getHeader(), first.getKvs(0));
        });
    }

    /** Every value that a leader campaigned with or proclaimed, in order, from the present one on. */
    @Override
    public void observe(LeaderRequest request, StreamObserver<LeaderResponse> caller) {
        var observer =
                new StreamTransport<>((ServerCallStreamObserver<LeaderResponse>) caller, CallStages.UNTOLD, () -> {});
        var queue = new KeyQueue(client, request.getName());
        calls.run(() -> {
            try {
                while (observer.awaitReady()) {
                    observe(queue, observer);
                }
            } catch (RuntimeException | Error e) {
                observer.fail(WaitingCalls.ofOwnCall(e));
            }
        });
    }

    /** Follows one leader to its end, waiting for one where there is none. */
    private static void observe(KeyQueue queue, StreamTransport<LeaderResponse> observer) {
        RangeResponse first = queue.first();
        ResponseHeader header = first.getHeader();
        Optional<KeyValue> leader = first.getKvsList().stream().findFirst();
        if (leader.isEmpty()) {
            leader = queue.awaitAnybody(header.getRevision());
            if (leader.isEmpty()) {
                return;
            }
            header = header.toBuilder()
                    .setRevision(leader.get().getModRevision())
                    .build();
        }
        observer.send(leads(header, leader.get()));
        queue.follow(leader.get().getKey(), header.getRevision() + 1, (at, changed) -> {
            boolean there = observer.awaitReady();
            if (there) {
                observer.send(leads(at, changed));
            }
            return there;
        });
    }

    private static LeaderResponse leads(ResponseHeader header, KeyValue leader) {
        return LeaderResponse.newBuilder().setHeader(header).setKv(leader).build();
    }
}
