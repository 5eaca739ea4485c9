package io.evenkeel.sql;

import io.evenkeel.mvcc.Key;
import io.evenkeel.mvcc.replica.WakeUps;
import java.util.Base64;
import java.util.Map;

/**
 * What servers of a store notify each other of, as text: the head, and after it, where somebody waits for progress, the first keys
 * of the watches that are to tell it, each with its revision: {@code 17 L3JlZ2lzdHJ5L3BvZHMv=16}. PostgreSQL takes 8000 bytes.
 */
final class WakeUpNotice {

    static final int MAX_KEYS = 16;
    static final int MAX_KEY_BYTES = 300;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    private WakeUpNotice() {}

    static String write(long head, Map<Key, Long> wanted) {
        var text = new StringBuilder(Long.toString(head));
        wanted.forEach((key, revision) -> text.append(' ')
                .append(ENCODER.encodeToString(key.unsafeBytes()))
                .append('=')
                .append(revision));
        return text.toString();
    }

    /** Tells the listener. Whoever notifies something else means well: a look at the log does no harm. */
    static void read(String text, WakeUps.Listener listener) {
        String[] words = text.split(" ", -1);
        try {
            listener.head(Long.parseLong(words[0]));
            for (int i = 1; i < words.length; i++) {
                int middle = words[i].indexOf('=');
                listener.progressWanted(
                        Key.wrap(DECODER.decode(words[i].substring(0, Math.max(0, middle)))),
                        Long.parseLong(words[i].substring(middle + 1)));
            }
        } catch (IllegalArgumentException e) {
            listener.head(Long.MAX_VALUE);
        }
    }
}
