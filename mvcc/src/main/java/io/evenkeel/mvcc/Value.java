package io.evenkeel.mvcc;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A value: any bytes, also none. Immutable; ordered as unsigned bytes, as etcd compares them. */
public final class Value implements Comparable<Value> {

    public static final Value EMPTY = new Value(new byte[0]);

    private final byte[] bytes;

    private Value(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps {@code bytes} without copying; the caller gives the array away and must not change it. */
    public static Value wrap(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Value(bytes);
    }

    /** The value whose bytes are the UTF-8 form of {@code text}. */
    public static Value of(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Length in bytes. */
    public int length() {
        return bytes.length;
    }

    /** The wrapped array itself, for handing to a wire format or a driver that only reads it. Not to be changed. */
    public byte[] unsafeBytes() {
        return bytes;
    }

    @Override
    public int compareTo(Value other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Value other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Only the length: values may be secret and are never printed. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
