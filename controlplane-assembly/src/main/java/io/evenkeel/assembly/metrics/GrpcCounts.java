package io.evenkeel.assembly.metrics;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/** Counts calls, messages and bytes of a gRPC server, under the names of go-grpc-prometheus, which etcd uses. */
final class GrpcCounts extends ServerStreamTracer.Factory {

    private static final int CODES = Status.Code.values().length;

    /** Methods that nobody serves are counted as one: clients may invent any number of names. */
    private static final int MOST_METHODS = 200;

    private final ConcurrentMap<String, MethodCounts> methods = new ConcurrentHashMap<>();
    private final MethodCounts others = new MethodCounts("other/other");
    private final LongAdder received = new LongAdder();
    private final LongAdder sent = new LongAdder();

    private static final class MethodCounts {
        private final String service;
        private final String method;
        private final LongAdder started = new LongAdder();
        private final LongAdder messagesReceived = new LongAdder();
        private final LongAdder messagesSent = new LongAdder();
        private final LongAdder[] handled = new LongAdder[CODES];

        /** As go-grpc-prometheus calls it; known once the method was found. */
        private volatile String type = "unary";

        MethodCounts(String fullName) {
            int slash = fullName.lastIndexOf('/');
            this.service = slash < 0 ? fullName : fullName.substring(0, slash);
            this.method = fullName.substring(slash + 1);
            for (int code = 0; code < CODES; code++) {
                handled[code] = new LongAdder();
            }
        }
    }

    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
        MethodCounts counts = methods.get(fullMethodName);
        if (counts == null) {
            counts =
                    methods.size() < MOST_METHODS ? methods.computeIfAbsent(fullMethodName, MethodCounts::new) : others;
        }
        counts.started.increment();
        return new Call(counts);
    }

    private final class Call extends ServerStreamTracer {
        private final MethodCounts counts;

        Call(MethodCounts counts) {
            this.counts = counts;
        }

        @Override
        public void serverCallStarted(ServerCallInfo<?, ?> call) {
            counts.type = typeName(call.getMethodDescriptor().getType());
        }

        @Override
        public void streamClosed(Status status) {
            counts.handled[status.getCode().value()].increment();
        }

        @Override
        public void inboundMessage(int seqNo) {
            counts.messagesReceived.increment();
        }

        @Override
        public void outboundMessage(int seqNo) {
            counts.messagesSent.increment();
        }

        @Override
        public void inboundWireSize(long bytes) {
            received.add(bytes);
        }

        @Override
        public void outboundWireSize(long bytes) {
            sent.add(bytes);
        }
    }

    void register(ServerMetrics metrics) {
        perMethod(metrics, "grpc_server_started_total", "Calls begun", counts -> counts.started);
        perMethod(metrics, "grpc_server_msg_received_total", "Messages received", counts -> counts.messagesReceived);
        perMethod(metrics, "grpc_server_msg_sent_total", "Messages sent", counts -> counts.messagesSent);
        metrics.counters(
                "grpc_server_handled_total",
                "Calls ended, by the code they ended with",
                this::handled,
                "grpc_service",
                "grpc_method",
                "grpc_type",
                "grpc_code");
        metrics.counter(
                "etcd_network_client_grpc_received_bytes_total", "Bytes received from gRPC clients", received::sum);
        metrics.counter("etcd_network_client_grpc_sent_bytes_total", "Bytes sent to gRPC clients", sent::sum);
    }

    private void perMethod(ServerMetrics metrics, String name, String help, Function<MethodCounts, LongAdder> count) {
        metrics.counters(
                name,
                help,
                values -> methods.values()
                        .forEach(counts -> values.call(
                                (double) count.apply(counts).sum(), counts.service, counts.method, counts.type)),
                "grpc_service",
                "grpc_method",
                "grpc_type");
    }

    private void handled(CounterWithCallback.Callback values) {
        for (MethodCounts counts : methods.values()) {
            for (int code = 0; code < CODES; code++) {
                long calls = counts.handled[code].sum();
                if (calls > 0) {
                    values.call(
                            (double) calls,
                            counts.service,
                            counts.method,
                            counts.type,
                            goName(Status.fromCodeValue(code).getCode()));
                }
            }
        }
    }

    private static String typeName(MethodDescriptor.MethodType type) {
        return switch (type) {
            case UNARY, UNKNOWN -> "unary";
            case CLIENT_STREAMING -> "client_stream";
            case SERVER_STREAMING -> "server_stream";
            case BIDI_STREAMING -> "bidi_stream";
        };
    }

    /** As Go spells it: {@code DeadlineExceeded}. */
    private static String goName(Status.Code code) {
        var name = new StringBuilder();
        for (String word : code.name().split("_", -1)) {
            name.append(word.charAt(0)).append(word.substring(1).toLowerCase(java.util.Locale.ROOT));
        }
        return code == Status.Code.OK ? "OK" : name.toString();
    }
}
