package io.evenkeel.sql;

import io.evenkeel.mvcc.replica.WakeUps;
import java.util.HexFormat;
import java.util.Map;

/**
 * What servers of a store notify each other of, as text: the head, and after it, where somebody waits for progress, by which watches,
 * and to which revision: {@code 17 85944171f73967e8=16}; or that their members have changed: {@code members}. Whoever may connect to
 * the database may listen, so it names no keys but by their fingerprint. PostgreSQL takes 8000 bytes.
 */
final class WakeUpNotice {

    static final int MAX_WISHES = 64;
    static final String MEMBERS = "members";

    private WakeUpNotice() {}

    static String write(long head, Map<Long, Long> wanted) {
        var text = new StringBuilder(Long.toString(head));
        wanted.forEach((start, revision) -> text.append(' ')
                .append(HexFormat.of().toHexDigits(start))
                .append('=')
                .append(revision));
        return text.toString();
    }

    /** Tells the listener. Whoever notifies something else means well: a look at the log does no harm. */
    static void read(String text, WakeUps.Listener listener) {
        if (text.equals(MEMBERS)) {
            listener.membersChanged();
            return;
        }
        String[] words = text.split(" ", -1);
        try {
            listener.head(Long.parseLong(words[0]));
            for (int i = 1; i < words.length; i++) {
                int middle = words[i].indexOf('=');
                listener.progressWanted(
                        HexFormat.fromHexDigitsToLong(words[i].substring(0, Math.max(0, middle))),
                        Long.parseLong(words[i].substring(middle + 1)));
            }
        } catch (IllegalArgumentException e) {
            listener.head(Long.MAX_VALUE);
        }
    }
}
