package io.evenkeel.assembly.migrate;

/**
 * What was found when a place was read, in few words: equal for places that hold the same.
 *
 * @param keys how many exist
 * @param changes how many changes above the compacted revision there are, where history is kept; else 0
 * @param hash SHA-256 over all of it, in hexadecimal
 */
record Contents(long keys, long changes, String hash) {

    @Override
    public String toString() {
        return keys + " keys, " + (changes == 0 ? "" : changes + " changes of history, ") + "SHA-256 " + hash;
    }
}
