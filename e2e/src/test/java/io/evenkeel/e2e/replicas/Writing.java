package io.evenkeel.e2e.replicas;

/** How servers of a store write that all have writes. */
enum Writing {
    /** Through the one that leads. */
    FORWARDED("auto"),
    /** One after the other, with the append lock. */
    BY_THEMSELVES("never");

    private final String setting;

    Writing(String setting) {
        this.setting = setting;
    }

    String setting() {
        return setting;
    }
}
