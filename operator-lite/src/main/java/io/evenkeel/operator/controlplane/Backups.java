package io.evenkeel.operator.controlplane;

/** What Velero is told about objects of ours. */
public final class Backups {

    /** The label, with {@code true}, of what is made again from the rest, and must not be there before it. */
    public static final String LEFT_OUT = "velero.io/exclude-from-backup";

    private Backups() {}
}
