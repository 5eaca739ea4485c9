package io.evenkeel.e2e.durability;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/**
 * How far SQLite's write-ahead log was written at some moment. Its header and each of its frames have the same salt, until the log
 * begins anew, when all of it is in the database: a frame with another is left from before.
 *
 * @param endBytes of the last frame
 */
record WriteAheadLog(long salt, int endBytes) {

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int SALT_AT = 16;
    private static final int SALT_IN_FRAME_AT = 8;
    private static final int SPOILT_BYTES = 512;

    static WriteAheadLog of(byte[] file) {
        var bytes = ByteBuffer.wrap(file);
        long salt = bytes.getLong(SALT_AT);
        int frameBytes = FRAME_HEADER_BYTES + bytes.getInt(PAGE_SIZE_AT);
        int end = HEADER_BYTES;
        while (end + frameBytes <= file.length && bytes.getLong(end + SALT_IN_FRAME_AT) == salt) {
            end += frameBytes;
        }
        return new WriteAheadLog(salt, end);
    }

    /** A later state of the same file with damage behind what is in this one: cut off, or spoilt in some places. */
    byte[] tear(byte[] file, Random random) {
        WriteAheadLog now = of(file);
        int from = now.salt == salt ? endBytes : HEADER_BYTES;
        if (from >= now.endBytes) {
            return file.clone();
        }
        if (random.nextBoolean()) {
            return Arrays.copyOf(file, random.nextInt(from, now.endBytes));
        }
        byte[] torn = file.clone();
        for (int places = 1 + random.nextInt(4); places > 0; places--) {
            int at = random.nextInt(from, now.endBytes);
            var spoilt = new byte[Math.min(SPOILT_BYTES, now.endBytes - at)];
            if (random.nextBoolean()) {
                random.nextBytes(spoilt);
            }
            System.arraycopy(spoilt, 0, torn, at, spoilt.length);
        }
        return torn;
    }
}
