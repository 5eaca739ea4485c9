package io.evenkeel.api;

import com.google.protobuf.ByteOutput;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Keys and values across the border of protobuf without a copy: on both sides nobody ever changes the array. */
final class ByteArrays {

    private static final byte[] EMPTY = new byte[0];

    private ByteArrays() {}

    static ByteString wrap(byte[] bytes) {
        return UnsafeByteOperations.unsafeWrap(bytes);
    }

    /** The array behind a parsed field, which is of its own and exactly as long as the field; else a copy. */
    static byte[] of(ByteString bytes) {
        if (bytes.isEmpty()) {
            return EMPTY;
        }
        var backing = new BackingArray();
        try {
            UnsafeByteOperations.unsafeWriteTo(bytes, backing);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] array = backing.array;
        return array != null && array.length == bytes.size() ? array : bytes.toByteArray();
    }

    /** Takes hold of the array that a byte string offers to write from. */
    private static final class BackingArray extends ByteOutput {

        private byte @Nullable [] array;

        @Override
        public void writeLazy(byte[] value, int offset, int length) {
            array = value;
        }

        @Override
        public void write(byte value) {}

        @Override
        public void write(byte[] value, int offset, int length) {}

        @Override
        public void write(ByteBuffer value) {}

        @Override
        public void writeLazy(ByteBuffer value) {}
    }
}
