package io.evenkeel.assembly.snapshot;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a snapshot file consists of, version 1. Numbers are big-endian, as {@link java.io.DataOutputStream} writes them.
 *
 * <pre>
 *   8 bytes   "EVENKEEL"
 *   int       version of the format
 *   long      head revision
 *   long      compacted revision, -1 for none
 *   long      cluster id of the store it was taken of
 *   long      when it was taken, in milliseconds since 1970
 *   long      number of leases
 *     long      id
 *     long      granted TTL in seconds
 *   then, for each change in revision order:
 *     byte      1 a put, 2 a delete
 *     long, int main and sub revision
 *     int, …    length of the key, key
 *     for a put only:
 *     long, long, long   create revision, version, lease
 *     int, …    length of the value, value
 *   byte      0
 *   long      number of changes
 *   32 bytes  SHA-256 of everything before
 * </pre>
 */
final class SnapshotFormat {

    static final String MAGIC = "EVENKEEL";
    static final int VERSION = 1;

    /** From the version to the number of leases. */
    static final int HEADER_BYTES = Integer.BYTES + 5 * Long.BYTES;

    static final int END = 0;
    static final int PUT = 1;
    static final int DELETE = 2;

    static final int CHECKSUM_BYTES = 32;

    private SnapshotFormat() {}

    static MessageDigest checksum() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has SHA-256", e);
        }
    }
}
