package io.evenkeel.api;

/**
 * What the calls of all clients together may take.
 *
 * @param calls how many requests, and how many streams besides, may be open at a time; further ones are refused
 * @param requestBytes what the requests of open calls may take; further ones are refused
 * @param answerBytes what answers may take until their clients have them; further ones wait, larger ones are refused
 */
public record CallLimits(int calls, long requestBytes, long answerBytes) {

    /** About what an open call takes, its request and its answer not counted. */
    private static final int CALL_BYTES = 32 << 10;

    public CallLimits {
        if (calls < 1 || requestBytes < 1 || answerBytes < 1) {
            throw new IllegalArgumentException("a bound on calls below 1");
        }
    }

    /** For a heap of so many bytes. */
    public static CallLimits within(long heapBytes, long answerBytes) {
        return new CallLimits(
                Math.clamp(heapBytes / CALL_BYTES, 1, Integer.MAX_VALUE), Math.max(1, heapBytes / 10), answerBytes);
    }
}
