package io.evenkeel.assembly.migrate;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.LeaseLeasesRequest;
import io.evenkeel.api.proto.LeaseStatus;
import io.evenkeel.api.proto.LeaseTimeToLiveRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.ResponseOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.Value;
import io.evenkeel.mvcc.log.KeyMetadata;
import io.evenkeel.mvcc.log.RevisionLog.StoredChange;
import io.evenkeel.mvcc.log.StoreExport;
import io.evenkeel.mvcc.log.StoredLease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys that exist in an etcd, read over its API as they are at one revision. Its history cannot be read so.
 *
 * <p>The API returns keys in the order of keys, and sorts by revision only what it has taken into memory as a whole. So first all keys
 * are read without their values and sorted here, and then the values, a few at a time. Which of several changes of one revision came
 * first is not told; they are taken in the order of their keys.
 */
final class EtcdExport implements StoreExport {

    private static final int KEYS_AT_A_TIME = 5000;

    /** Each may have the largest value there is; and no etcd takes fewer in a transaction unless it is told to. */
    private static final int VALUES_AT_A_TIME = 32;

    private static final ByteString ZERO = ByteString.copyFrom(new byte[1]);

    private final EtcdClient client;
    private final LeaseKeeper keeper;

    /** @param client closed with this */
    EtcdExport(EtcdClient client) {
        this.client = client;
        this.keeper = new LeaseKeeper(client);
    }

    @Override
    public void read(Reader reader) {
        // Before the keys, so that no key hangs on a lease that is not known.
        List<StoredLease> leases = leases();
        keeper.keep(leases);
        List<KeyMetadata> keys = new ArrayList<>();
        Stand stand = readKeys(keys);
        refuseMissing(keys, leases);
        reader.begin(stand, leases);
        for (int from = 0; from < keys.size(); from += VALUES_AT_A_TIME) {
            readValues(keys.subList(from, Math.min(keys.size(), from + VALUES_AT_A_TIME)), stand.head(), reader);
        }
    }

    private List<StoredLease> leases() {
        List<StoredLease> leases = new ArrayList<>();
        for (LeaseStatus lease : client.leases(stub -> stub.leaseLeases(LeaseLeasesRequest.getDefaultInstance()))
                .getLeasesList()) {
            var request =
                    LeaseTimeToLiveRequest.newBuilder().setID(lease.getID()).build();
            var found = client.leases(stub -> stub.leaseTimeToLive(request));
            if (found.getTTL() >= 0) {
                leases.add(new StoredLease(lease.getID(), found.getGrantedTTL()));
            }
        }
        leases.sort(Comparator.comparingLong(StoredLease::id));
        return leases;
    }

    /** Reads all keys into {@code keys}, in the order of their revisions. */
    private Stand readKeys(List<KeyMetadata> keys) {
        ByteString from = ZERO;
        RangeResponse page = keysFrom(from, 0);
        var stand = new Stand(
                page.getHeader().getRevision(), -1, -1, page.getHeader().getClusterId());
        while (page.getKvsCount() > 0) {
            for (KeyValue kv : page.getKvsList()) {
                keys.add(metadata(kv, 0, 0));
            }
            from = page.getKvs(page.getKvsCount() - 1).getKey().concat(ZERO);
            if (!page.getMore()) {
                break;
            }
            page = keysFrom(from, stand.head());
        }
        keys.sort(Comparator.comparingLong(KeyMetadata::main));
        for (int i = 1; i < keys.size(); i++) {
            KeyMetadata before = keys.get(i - 1);
            KeyMetadata key = keys.get(i);
            if (key.main() == before.main()) {
                keys.set(i, withSub(key, before.sub() + 1));
            }
        }
        return stand;
    }

    private RangeResponse keysFrom(ByteString key, long revision) {
        var request = RangeRequest.newBuilder()
                .setKey(key)
                .setRangeEnd(ZERO)
                .setKeysOnly(true)
                .setLimit(KEYS_AT_A_TIME)
                .setRevision(revision)
                .build();
        return client.kv(stub -> stub.range(request));
    }

    private static KeyMetadata metadata(KeyValue kv, int sub, int valueBytes) {
        return new KeyMetadata(
                Key.wrap(kv.getKey().toByteArray()),
                kv.getModRevision(),
                sub,
                kv.getCreateRevision(),
                kv.getVersion(),
                kv.getLease(),
                valueBytes);
    }

    private static KeyMetadata withSub(KeyMetadata key, int sub) {
        return new KeyMetadata(key.key(), key.main(), sub, key.createRevision(), key.version(), key.lease(), 0);
    }

    private void refuseMissing(List<KeyMetadata> keys, List<StoredLease> leases) {
        Set<Long> ids = new HashSet<>();
        leases.forEach(lease -> ids.add(lease.id()));
        for (KeyMetadata key : keys) {
            if (key.lease() != 0 && !ids.contains(key.lease())) {
                throw new MigrationException(client.description() + ": the key " + key.key() + " hangs on lease "
                        + Long.toHexString(key.lease())
                        + ", which was granted or has expired while it was read: stop what writes there");
            }
        }
    }

    private void readValues(List<KeyMetadata> keys, long revision, Reader reader) {
        var request = TxnRequest.newBuilder();
        for (KeyMetadata key : keys) {
            request.addSuccess(RequestOp.newBuilder()
                    .setRequestRange(RangeRequest.newBuilder()
                            .setKey(ByteString.copyFrom(key.key().unsafeBytes()))
                            .setRevision(revision)));
        }
        List<ResponseOp> found = client.kv(stub -> stub.txn(request.build())).getResponsesList();
        for (int i = 0; i < keys.size(); i++) {
            if (found.get(i).getResponseRange().getKvsCount() != 1) {
                throw new MigrationException(client.description() + ": the key "
                        + keys.get(i).key() + " is listed at revision " + revision + " and cannot be read at it");
            }
            KeyValue kv = found.get(i).getResponseRange().getKvs(0);
            var value = Value.wrap(kv.getValue().toByteArray());
            reader.row(new Row(new StoredChange(metadata(kv, keys.get(i).sub(), value.length()), value), 0, 0));
        }
    }

    @Override
    public void close() {
        keeper.close();
        client.close();
    }
}
