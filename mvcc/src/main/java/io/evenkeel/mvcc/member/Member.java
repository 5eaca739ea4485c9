package io.evenkeel.mvcc.member;

import java.util.List;

/**
 * One server of a store, as it makes itself known to the others.
 *
 * @param id never 0; stays the same when the server is started again
 * @param clientUrls where clients, and the other members, reach it
 */
public record Member(long id, String name, List<String> clientUrls) {

    public Member {
        clientUrls = List.copyOf(clientUrls);
    }
}
