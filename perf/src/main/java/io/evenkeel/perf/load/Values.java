package io.evenkeel.perf.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** Values as long as an object of Kubernetes, of random bytes, so that nothing gains by compressing them. */
final class Values {

    private static final int VARIANTS = 64;

    private final ByteString[] variants = new ByteString[VARIANTS];

    Values(int sizeBytes, long seed) {
        var random = new SplittableRandom(seed);
        for (int i = 0; i < VARIANTS; i++) {
            var bytes = new byte[sizeBytes];
            random.nextBytes(bytes);
            variants[i] = UnsafeByteOperations.unsafeWrap(bytes);
        }
    }

    ByteString any() {
        return variants[ThreadLocalRandom.current().nextInt(VARIANTS)];
    }

    /** A value that begins with {@code nanos}. */
    ByteString stamped(long nanos) {
        byte[] bytes = any().toByteArray();
        ByteBuffer.wrap(bytes).putLong(nanos);
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    static long stampOf(ByteString value) {
        return value.asReadOnlyByteBuffer().getLong();
    }
}
