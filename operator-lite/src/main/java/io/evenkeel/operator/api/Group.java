package io.evenkeel.operator.api;

/** What all kinds of ours have in common. */
public final class Group {

    public static final String NAME = "evenkeel.io";
    public static final String VERSION = "v1alpha1";

    private Group() {}
}
