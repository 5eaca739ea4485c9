package io.evenkeel.api;

import com.google.protobuf.ByteString;
import io.evenkeel.api.proto.WatchCreateRequest;
import io.evenkeel.watch.WatchRequest;
import io.evenkeel.watch.WatchRequest.Filter;
import java.util.EnumSet;
import java.util.Set;

/** A client's wish to watch, in the words of the watch engine. Nothing in it is refused here, as in etcd. */
final class WatchRequests {

    /** What an empty key stands for in a watch: the smallest key. */
    private static final ByteString FIRST_KEY = ByteString.copyFrom(new byte[] {0});

    private WatchRequests() {}

    static WatchRequest of(WatchCreateRequest request) {
        return new WatchRequest(
                Requests.keys(request.getKey().isEmpty() ? FIRST_KEY : request.getKey(), request.getRangeEnd()),
                request.getStartRevision(),
                request.getWatchId(),
                filters(request),
                request.getPrevKv(),
                request.getProgressNotify(),
                request.getFragment());
    }

    /** Filters that are not known filter nothing. */
    private static Set<Filter> filters(WatchCreateRequest request) {
        var filters = EnumSet.noneOf(Filter.class);
        for (WatchCreateRequest.FilterType filter : request.getFiltersList()) {
            switch (filter) {
                case NOPUT -> filters.add(Filter.NO_PUT);
                case NODELETE -> filters.add(Filter.NO_DELETE);
                case UNRECOGNIZED -> {}
            }
        }
        return filters;
    }
}
