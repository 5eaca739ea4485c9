package io.evenkeel.api;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Responses encoded in a buffer that each thread keeps. gRPC's own marshaller has a new one of the response's size, or of 4 KiB,
 * for every response, which was more than a third of what a server with many watches allocated.
 */
final class ReusedBuffers {

    /** What a thread keeps at most; larger responses go out in pieces of 4 KiB, by a buffer that is little beside them. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final ThreadLocal<byte[]> BUFFER = ThreadLocal.withInitial(() -> new byte[MOST_BYTES]);

    private ReusedBuffers() {}

    /** The service, with such responses. */
    static ServerServiceDefinition in(ServerServiceDefinition service) {
        var definition =
                ServerServiceDefinition.builder(service.getServiceDescriptor().getName());
        service.getMethods().forEach(method -> definition.addMethod(in(method)));
        return definition.build();
    }

    private static <Q, R> ServerMethodDefinition<Q, R> in(ServerMethodDefinition<Q, R> method) {
        MethodDescriptor<Q, R> descriptor = method.getMethodDescriptor();
        return ServerMethodDefinition.create(
                descriptor.toBuilder()
                        .setResponseMarshaller(new Marshaller<>(descriptor.getResponseMarshaller()))
                        .build(),
                method.getServerCallHandler());
    }

    /** @param usual reads what this writes */
    record Marshaller<T>(MethodDescriptor.Marshaller<T> usual) implements MethodDescriptor.Marshaller<T> {

        @Override
        public InputStream stream(T message) {
            return new MessageStream((MessageLite) message);
        }

        @Override
        public T parse(InputStream stream) {
            return usual.parse(stream);
        }
    }

    /** A message for whoever takes it at once, as gRPC's framer does, or reads it, as calls within a process are. */
    private static final class MessageStream extends InputStream implements Drainable, KnownLength {

        private final MessageLite message;
        private @Nullable InputStream reading;
        private boolean drained;

        MessageStream(MessageLite message) {
            this.message = message;
        }

        @Override
        public int available() throws IOException {
            if (drained) {
                return 0;
            }
            return reading == null ? message.getSerializedSize() : reading.available();
        }

        @Override
        public int drainTo(OutputStream target) throws IOException {
            if (reading != null) {
                drained = true;
                return Math.toIntExact(reading.transferTo(target));
            }
            int bytes = available();
            drained = true;
            if (bytes > MOST_BYTES || Thread.currentThread().isVirtual()) {
                message.writeTo(target);
            } else {
                byte[] buffer = BUFFER.get();
                message.writeTo(CodedOutputStream.newInstance(buffer, 0, bytes));
                target.write(buffer, 0, bytes);
            }
            return bytes;
        }

        @Override
        public int read() throws IOException {
            return reading().read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return reading().read(target, offset, length);
        }

        private InputStream reading() {
            if (drained) {
                return nullInputStream();
            }
            if (reading == null) {
                reading = message.toByteString().newInput();
            }
            return reading;
        }
    }
}
