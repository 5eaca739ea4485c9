package io.evenkeel.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.KVGrpc;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ReusedBuffersTest {

    private final ReusedBuffers.Marshaller<RangeResponse> marshaller =
            new ReusedBuffers.Marshaller<>(KVGrpc.getRangeMethod().getResponseMarshaller());

    private static RangeResponse response(int valueBytes) {
        return RangeResponse.newBuilder()
                .addKvs(KeyValue.newBuilder().setValue(ByteString.copyFrom(new byte[valueBytes])))
                .setCount(valueBytes)
                .build();
    }

    private static byte[] drain(InputStream stream) throws IOException {
        var target = new ByteArrayOutputStream();
        int length = ((KnownLength) stream).available();
        assertThat(((Drainable) stream).drainTo(target)).isEqualTo(length).isEqualTo(target.size());
        assertThat(stream.available()).isZero();
        assertThat(stream.read()).isEqualTo(-1);
        return target.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 600, 65_000, 65_536, 1_000_000})
    void aResponseOfAnySizeIsWrittenAsUsual(int valueBytes) throws IOException {
        RangeResponse response = response(valueBytes);
        assertThat(drain(marshaller.stream(response))).isEqualTo(response.toByteArray());
        assertThat(marshaller.stream(response).readAllBytes()).isEqualTo(response.toByteArray());
        assertThat(marshaller.parse(marshaller.stream(response))).isEqualTo(response);
    }

    @Test
    void anEmptyResponseIsWrittenAsUsual() throws IOException {
        assertThat(drain(marshaller.stream(RangeResponse.getDefaultInstance()))).isEmpty();
    }

    @Test
    void whatHasBeenReadIsNotWrittenAgain() throws IOException {
        RangeResponse response = response(600);
        InputStream stream = marshaller.stream(response);
        int first = stream.read();
        var rest = new ByteArrayOutputStream();
        rest.write(first);
        ((Drainable) stream).drainTo(rest);
        assertThat(rest.toByteArray()).isEqualTo(response.toByteArray());
    }

    @Test
    void threadsOfEitherKindDoNotDisturbEachOther() throws Exception {
        List<Callable<byte[]>> drains = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int bytes = i;
            drains.add(() -> drain(marshaller.stream(response(bytes))));
        }
        try (ExecutorService platform = Executors.newFixedThreadPool(4);
                ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor()) {
            for (ExecutorService threads : List.of(platform, virtual)) {
                var drained = threads.invokeAll(drains);
                for (int i = 0; i < drained.size(); i++) {
                    assertThat(drained.get(i).get()).isEqualTo(response(i).toByteArray());
                }
            }
        }
    }
}
