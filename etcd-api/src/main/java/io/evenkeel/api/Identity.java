package io.evenkeel.api;

import java.util.List;
import java.util.function.LongSupplier;

/**
 * Who this server is to its clients.
 *
 * @param clusterId the store's cluster id; asked for every time, since it changes when history was lost
 * @param memberId not 0
 * @param clientUrls where clients reach this server: some replace their endpoints by these
 */
public record Identity(LongSupplier clusterId, long memberId, String name, List<String> clientUrls) {

    public Identity {
        if (memberId == 0) {
            throw new IllegalArgumentException("member id 0");
        }
        clientUrls = List.copyOf(clientUrls);
    }
}
