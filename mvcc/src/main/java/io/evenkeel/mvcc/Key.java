package io.evenkeel.mvcc;

import java.util.Arrays;
import java.util.HexFormat;

/** A key: any bytes, ordered as unsigned bytes. Immutable; the wrapped array is never handed out. */
public final class Key implements Comparable<Key> {

    private final byte[] bytes;
    private int hash;

    private Key(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Wraps {@code bytes} without copying; the caller gives the array away and must not change it. */
    public static Key wrap(byte[] bytes) {
        return new Key(bytes);
    }

    /** The key whose bytes are the UTF-8 form of {@code text}. */
    public static Key of(String text) {
        return new Key(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** The smallest key greater than this one: this key followed by a zero byte. */
    public Key successor() {
        return new Key(Arrays.copyOf(bytes, bytes.length + 1));
    }

    /** Length in bytes. */
    public int length() {
        return bytes.length;
    }

    public boolean isEmpty() {
        return bytes.length == 0;
    }

    /** The wrapped array itself, for handing to a wire format or a driver that only reads it. Not to be changed. */
    public byte[] unsafeBytes() {
        return bytes;
    }

    /** A number by which others may recognise the key, but not learn it: its 64-bit FNV-1a hash, the same in every process. */
    public long fingerprint() {
        long hash = 0xcbf29ce484222325L;
        for (byte b : bytes) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    @Override
    public int compareTo(Key other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Key other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(bytes);
            hash = h;
        }
        return h;
    }

    /** Printable bytes as they are, others as {@code \xNN}; for logs and messages. */
    @Override
    public String toString() {
        var text = new StringBuilder(bytes.length);
        for (byte b : bytes) {
            if (b >= 0x20 && b < 0x7f) {
                text.append((char) b);
            } else {
                text.append("\\x").append(HexFormat.of().toHexDigits(b));
            }
        }
        return text.toString();
    }
}
