package io.evenkeel.assembly.migrate;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.LeaseGrantRequest;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.LeaseStatus;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.mvcc.Revision;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreImport;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The filling of an empty etcd over its API. It numbers what it is given by itself, so revisions are not kept. How far it has come is
 * in a key of its own, which no client is likely to name and which is gone in the end; what follows it may have been put already, and
 * is put again by who goes on.
 *
 * <p>Unlike a store of ours, an etcd serves what there is while it is being filled.
 */
final class EtcdImport implements StoreImport {

    /** Fewer operations and bytes than an etcd takes in a transaction unless it is told to. */
    private static final int MOST_PUTS = 100;

    private static final long MOST_BYTES = 512 * 1024;

    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);
    private static final ByteString MARK = ZERO.concat(ByteString.copyFromUtf8("evenkeel-migration"));

    private final EtcdClient client;
    private final LeaseKeeper keeper;
    private final String source;
    private final Optional<Revision> resumeAfter;

    private EtcdImport(EtcdClient client, String source, Optional<Revision> resumeAfter) {
        this.client = client;
        this.keeper = new LeaseKeeper(client);
        this.source = source;
        this.resumeAfter = resumeAfter;
    }

    /**
     * Begins to fill it, or goes on.
     *
     * @param client closed with this
     * @throws MigrationException when it is not empty and was not being filled from this source
     */
    static EtcdImport open(EtcdClient client, String source) {
        try {
            Optional<KeyValue> mark =
                    client
                            .kv(stub -> stub.range(
                                    RangeRequest.newBuilder().setKey(MARK).build()))
                            .getKvsList()
                            .stream()
                            .findFirst();
            if (mark.isPresent()) {
                return new EtcdImport(client, source, position(client, mark.get(), source));
            }
            var all = RangeRequest.newBuilder()
                    .setKey(ZERO)
                    .setRangeEnd(ZERO)
                    .setCountOnly(true)
                    .build();
            if (client.kv(stub -> stub.range(all)).getCount() > 0) {
                throw new MigrationException(client.description() + " is not empty");
            }
            var begun = new EtcdImport(client, source, Optional.empty());
            begun.mark(0, 0);
            return begun;
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static Optional<Revision> position(EtcdClient client, KeyValue mark, String source) {
        String[] text = mark.getValue().toStringUtf8().split(" ", 3);
        if (text.length != 3 || !text[2].equals(source)) {
            throw new MigrationException(client.description() + " is only partly filled, from "
                    + (text.length == 3 ? text[2] : "an unknown source")
                    + ": that was interrupted or is still going on");
        }
        long main = Long.parseLong(text[0]);
        return main == 0 ? Optional.empty() : Optional.of(new Revision(main, Integer.parseInt(text[1])));
    }

    @Override
    public Optional<Revision> resumeAfter() {
        return resumeAfter;
    }

    @Override
    public void addLeases(List<StoredLease> leases) {
        Set<Long> there = new HashSet<>();
        for (LeaseStatus lease : client.leases(stub -> stub.leaseLeases(LeaseLeasesRequest.getDefaultInstance()))
                .getLeasesList()) {
            there.add(lease.getID());
        }
        for (StoredLease lease : leases) {
            if (there.contains(lease.id())) {
                continue;
            }
            if (resumeAfter.isPresent()) {
                throw new MigrationException(
                        client.description() + ": lease " + Long.toHexString(lease.id())
                                + " has expired since the migration was interrupted, and its keys with it: begin anew with an empty etcd");
            }
            var grant = LeaseGrantRequest.newBuilder()
                    .setID(lease.id())
                    .setTTL(lease.ttlSeconds())
                    .build();
            var _ = client.leases(stub -> stub.leaseGrant(grant));
        }
        keeper.keep(leases);
    }

    /** Of keys that exist, each once: no transaction names a key twice, and none is deleted. */
    @Override
    public void add(List<StoredChange> changes) {
        List<PutRequest> puts = new ArrayList<>();
        long bytes = 0;
        for (StoredChange change : changes) {
            PutRequest put = put(change);
            if (puts.size() == MOST_PUTS || (!puts.isEmpty() && bytes + put.getSerializedSize() > MOST_BYTES)) {
                send(puts);
                puts.clear();
                bytes = 0;
            }
            puts.add(put);
            bytes += put.getSerializedSize();
        }
        send(puts);
        KeyMetadata last = changes.getLast().metadata();
        mark(last.main(), last.sub());
    }

    private static PutRequest put(StoredChange change) {
        KeyMetadata metadata = change.metadata();
        Value value = change.value();
        if (value == null) {
            throw new IllegalArgumentException("a delete of " + metadata.key());
        }
        return PutRequest.newBuilder()
                .setKey(ByteString.copyFrom(metadata.key().unsafeBytes()))
                .setValue(ByteString.copyFrom(value.unsafeBytes()))
                .setLease(metadata.lease())
                .build();
    }

    /** One alone goes without a transaction, which would make the largest one there can be larger. */
    private void send(List<PutRequest> puts) {
        if (puts.size() == 1) {
            var _ = client.kv(stub -> stub.put(puts.getFirst()));
            return;
        }
        var txn = TxnRequest.newBuilder();
        puts.forEach(put -> txn.addSuccess(RequestOp.newBuilder().setRequestPut(put)));
        var _ = client.kv(stub -> stub.txn(txn.build()));
    }

    private void mark(long main, int sub) {
        var put = PutRequest.newBuilder()
                .setKey(MARK)
                .setValue(ByteString.copyFromUtf8(main + " " + sub + " " + source))
                .build();
        var _ = client.kv(stub -> stub.put(put));
    }

    /** An etcd has a head of its own, and nothing to be compacted. */
    @Override
    public void finish(long head, long compacted) {
        var _ = client.kv(stub ->
                stub.deleteRange(DeleteRangeRequest.newBuilder().setKey(MARK).build()));
    }

    @Override
    public void close() {
        keeper.close();
        client.close();
    }
}
