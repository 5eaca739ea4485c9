package io.evenkeel.e2e.differential;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.RangeRequest;
import io.evenkeel.api.proto.RangeRequest.SortTarget;
import io.evenkeel.api.proto.RangeResponse;
import io.evenkeel.api.proto.mvccpb.KeyValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Sorted ranges in one form: etcd's sort is not stable, so keys with the same sort value come in any order, and a limit
 * may let through any of them.
 */
final class SortTies {

    private SortTies() {}

    static RangeResponse settled(RangeRequest request, RangeResponse response) {
        if (request.getSortTarget() == SortTarget.KEY || response.getKvsCount() == 0) {
            return response;
        }
        boolean valuesHidden = request.getKeysOnly() && request.getSortTarget() == SortTarget.VALUE;
        List<KeyValue> settled = new ArrayList<>();
        List<KeyValue> kvs = response.getKvsList();
        for (int start = 0; start < kvs.size(); ) {
            int end = start + 1;
            while (end < kvs.size() && isTie(request, kvs.get(start), kvs.get(end))) {
                end++;
            }
            boolean cut = response.getMore() && (end == kvs.size() || valuesHidden);
            settled.addAll(settledGroup(request, kvs.subList(start, end), cut));
            start = end;
        }
        return response.toBuilder().clearKvs().addAllKvs(settled).build();
    }

    /** Of a group that the limit may have cut, only the sort value and the size are determined. */
    private static List<KeyValue> settledGroup(RangeRequest request, List<KeyValue> group, boolean cut) {
        if (cut) {
            return group.stream().map(kv -> onlySortValue(request, kv)).toList();
        }
        return group.stream()
                .sorted(Comparator.comparing(KeyValue::getKey, KeySpace::compare))
                .toList();
    }

    private static boolean isTie(RangeRequest request, KeyValue left, KeyValue right) {
        return onlySortValue(request, left).equals(onlySortValue(request, right));
    }

    private static KeyValue onlySortValue(RangeRequest request, KeyValue kv) {
        KeyValue.Builder only = KeyValue.newBuilder();
        return switch (request.getSortTarget()) {
            case VERSION -> only.setVersion(kv.getVersion()).build();
            case CREATE -> only.setCreateRevision(kv.getCreateRevision()).build();
            case MOD -> only.setModRevision(kv.getModRevision()).build();
            case VALUE ->
                only.setValue(request.getKeysOnly() ? ByteString.EMPTY : kv.getValue())
                        .build();
            case KEY, UNRECOGNIZED -> kv;
        };
    }
}
