package io.evenkeel.assembly.snapshot;

import java.time.Instant;

/**
 * What a snapshot says of itself.
 *
 * @param head the revision it was taken at
 * @param compacted the compacted revision, -1 for none
 * @param clusterId cluster id of the store it was taken of
 * @param takenAt by the clock of the machine it was taken on
 * @param changes how many puts and deletes are in it
 * @param leases how many leases are in it
 * @param bytes length of the file
 * @param checksum SHA-256 over all but itself, in hexadecimal
 */
public record SnapshotFacts(
        long head,
        long compacted,
        long clusterId,
        Instant takenAt,
        long changes,
        long leases,
        long bytes,
        String checksum) {}
