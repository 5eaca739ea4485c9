package io.evenkeel.e2e.replicas;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.Compare;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RequestOp;
import io.evenkeel.api.proto.TxnRequest;
import io.evenkeel.api.proto.WatchCreateRequest;
import java.util.SplittableRandom;

/** The requests of one client, every value with its name and a number in it. */
final class Requests {

    private static final int KEYS = 12;
    private static final int LONGEST_PADDING = 300;

    private final String client;
    private final SplittableRandom random;
    private long values;

    Requests(String client, SplittableRandom random) {
        this.client = client;
        this.random = random;
    }

    ByteString anyKey() {
        return bytes("key/" + random.nextInt(KEYS));
    }

    private ByteString freshValue() {
        return bytes(client + "-value-" + ++values + "-" + "x".repeat(random.nextInt(LONGEST_PADDING)));
    }

    PutRequest put(ByteString key) {
        return PutRequest.newBuilder()
                .setKey(key)
                .setValue(freshValue())
                .setPrevKv(random.nextBoolean())
                .build();
    }

    PutRequest putOnLease(long lease) {
        return PutRequest.newBuilder()
                .setKey(bytes("lease/" + lease + "/" + random.nextInt(2)))
                .setValue(freshValue())
                .setLease(lease)
                .build();
    }

    /** As Kubernetes creates an object. */
    TxnRequest create(ByteString key) {
        return update(key, 0);
    }

    /** As Kubernetes updates one. */
    TxnRequest update(ByteString key, long modRevision) {
        return ifUnchanged(key, modRevision)
                .addSuccess(RequestOp.newBuilder().setRequestPut(put(key)))
                .build();
    }

    /** As Kubernetes deletes one. */
    TxnRequest deleteUnchanged(ByteString key, long modRevision) {
        return ifUnchanged(key, modRevision)
                .addSuccess(RequestOp.newBuilder().setRequestDeleteRange(delete(key)))
                .build();
    }

    private static TxnRequest.Builder ifUnchanged(ByteString key, long modRevision) {
        return TxnRequest.newBuilder()
                .addCompare(Compare.newBuilder()
                        .setKey(key)
                        .setTarget(Compare.CompareTarget.MOD)
                        .setModRevision(modRevision))
                .addFailure(RequestOp.newBuilder()
                        .setRequestRange(RangeRequest.newBuilder().setKey(key)));
    }

    /** Several changes and a read of them in one revision. */
    TxnRequest several() {
        return TxnRequest.newBuilder()
                .addSuccess(RequestOp.newBuilder().setRequestPut(put(bytes("several/a"))))
                .addSuccess(RequestOp.newBuilder()
                        .setRequestDeleteRange(DeleteRangeRequest.newBuilder().setKey(bytes("several/b"))))
                .addSuccess(RequestOp.newBuilder().setRequestPut(put(bytes("several/" + random.nextInt(4)))))
                .addSuccess(RequestOp.newBuilder().setRequestRange(prefix("several/")))
                .build();
    }

    DeleteRangeRequest delete(ByteString key) {
        return DeleteRangeRequest.newBuilder()
                .setKey(key)
                .setPrevKv(random.nextBoolean())
                .build();
    }

    DeleteRangeRequest deletePrefix() {
        return DeleteRangeRequest.newBuilder()
                .setKey(bytes("several/"))
                .setRangeEnd(bytes("several0"))
                .setPrevKv(true)
                .build();
    }

    RangeRequest get(ByteString key) {
        return RangeRequest.newBuilder().setKey(key).build();
    }

    RangeRequest list() {
        return prefix("key/").setLimit(random.nextInt(3) == 0 ? 3 : 0).build();
    }

    /** Its header tells the revision, which is all that some clients want. */
    RangeRequest listOfNothing() {
        return prefix("nothing/").build();
    }

    RangeRequest serializable(ByteString key) {
        return RangeRequest.newBuilder().setKey(key).setSerializable(true).build();
    }

    RangeRequest serializableList() {
        return prefix("key/").setSerializable(true).build();
    }

    RangeRequest listAt(long revision, boolean serializable) {
        return prefix("key/")
                .setRevision(revision)
                .setSerializable(serializable)
                .build();
    }

    static WatchCreateRequest watchOfKeys() {
        RangeRequest keys = prefix("key/").build();
        return WatchCreateRequest.newBuilder()
                .setKey(keys.getKey())
                .setRangeEnd(keys.getRangeEnd())
                .build();
    }

    static RangeRequest everything() {
        ByteString all = ByteString.copyFrom(new byte[1]);
        return RangeRequest.newBuilder().setKey(all).setRangeEnd(all).build();
    }

    private static RangeRequest.Builder prefix(String prefix) {
        String end = prefix.substring(0, prefix.length() - 1) + (char) (prefix.charAt(prefix.length() - 1) + 1);
        return RangeRequest.newBuilder().setKey(bytes(prefix)).setRangeEnd(bytes(end));
    }

    private static ByteString bytes(String text) {
        return ByteString.copyFromUtf8(text);
    }
}
