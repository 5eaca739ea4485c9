package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.DeleteRangeRequest;
import io.evenkeel.api.proto.PutRequest;
import io.evenkeel.e2e.differential.KeySpace.KeyRange;
import java.util.List;

/** Puts with every flag, and deletes. */
final class WriteRequests {

    private static final int LARGE_BYTES = 600 << 10;

    private final Dice dice;
    private final Profile profile;

    WriteRequests(Dice dice, Profile profile) {
        this.dice = dice;
        this.profile = profile;
    }

    PutRequest put(World world) {
        return put(world, KeySpace.key(dice));
    }

    PutRequest put(World world, ByteString key) {
        PutRequest.Builder put = plainPut(world, key).toBuilder();
        if (dice.percent(5)) {
            put.setIgnoreValue(true).clearValue();
        }
        if (dice.percent(5)) {
            put.setIgnoreLease(true).clearLease();
        }
        return put.build();
    }

    /** A put that does not rely on the key's being there. */
    PutRequest plainPut(World world, ByteString key) {
        return PutRequest.newBuilder()
                .setKey(key)
                .setValue(value())
                .setLease(dice.percent(30) ? LeaseRequests.mostlyGranted(dice, world) : 0)
                .setPrevKv(dice.percent(40))
                .build();
    }

    DeleteRangeRequest delete() {
        return delete(dice.percent(60) ? new KeyRange(KeySpace.key(dice), ByteString.EMPTY) : KeySpace.range(dice));
    }

    DeleteRangeRequest delete(KeyRange keys) {
        return DeleteRangeRequest.newBuilder()
                .setKey(keys.key())
                .setRangeEnd(keys.end())
                .setPrevKv(dice.percent(50))
                .build();
    }

    /** Often one of a few, so that values sort equal and compare equal. */
    ByteString value() {
        if (profile.hasLargeValues() && dice.percent(6)) {
            return dice.bytes((int) dice.between(LARGE_BYTES / 4, LARGE_BYTES));
        }
        return switch (dice.below(10)) {
            case 0 -> ByteString.EMPTY;
            case 1 -> dice.bytes(dice.below(40));
            case 2 -> dice.bytes(dice.below(4000));
            default -> dice.pick(FEW);
        };
    }

    private static final List<ByteString> FEW = List.of(
            ByteString.copyFromUtf8("v1"),
            ByteString.copyFromUtf8("v2"),
            ByteString.copyFromUtf8("v22"),
            ByteString.copyFrom(new byte[] {(byte) 0x80}),
            ByteString.copyFrom(new byte[] {0}));
}
