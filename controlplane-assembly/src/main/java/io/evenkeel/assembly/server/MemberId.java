package io.evenkeel.assembly.server;

import io.evenkeel.assembly.config.MemberConfig;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The number a server goes by: as in etcd a hash of where it belongs and how it is reached, so that it stays the same over
 * restarts and differs between the servers of a store.
 */
final class MemberId {

    private MemberId() {}

    static long of(String store, MemberConfig member) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String where = store + "\n" + member.name() + "\n" + member.advertiseClientUrls();
            digest.update(where.getBytes(StandardCharsets.UTF_8));
            long id = ByteBuffer.wrap(digest.digest()).getLong();
            return id == 0 ? 1 : id;
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
