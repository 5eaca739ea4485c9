package io.evenkeel.assembly.migrate;

/** How much of what the source holds there is in the target afterwards. */
enum Kept {
    /** Keys, values and leases. An etcd numbers what it is given by itself. */
    CONTENTS,

    /** And revisions and versions of what exists. Of what was before, a source other than ours tells nothing. */
    REVISIONS,

    /** And everything that was before, as far as the source has not compacted it. */
    HISTORY;

    static Kept between(Place from, Place to) {
        return switch (to) {
            case Place.Store _ -> from instanceof Place.Store ? HISTORY : REVISIONS;
            case Place.Etcd _, Place.Kine _ -> CONTENTS;
        };
    }

    String description() {
        return switch (this) {
            case CONTENTS ->
                "Kept: keys, values, leases with their ids and their full TTL, written in the same order, many at a revision."
                        + " Not kept: revisions, versions and history";
            case REVISIONS ->
                "Kept: keys, values, create and mod revisions, versions, leases with their ids and their full TTL."
                        + " Not kept: history, which is marked as compacted";
            case HISTORY ->
                "Kept: keys, values, revisions, versions, history above the compacted revision, leases with their ids and"
                        + " their full TTL";
        };
    }
}
