package io.evenkeel.e2e.differential;

/** Which watch stream of a server: watches are kept apart by what etcd does to the streams they live on. */
enum StreamKind {
    /** Watches from now or from the future: in step with the store from the beginning. */
    LIVE,
    /** Watches from a readable past revision. Progress requests tell when they have caught up. */
    PAST,
    /** Watches from below the compacted revision. etcd answers no progress request on such a stream ever after. */
    DOOMED
}
