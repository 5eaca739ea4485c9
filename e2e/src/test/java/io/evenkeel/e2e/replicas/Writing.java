package io.evenkeel.e2e.replicas;

/** How servers of a store write that all have writes, and hear of each other. */
enum Writing {
    /** Through the one that leads. */
    FORWARDED("--forward-writes=auto"),
    /** One after the other, with the append lock. */
    BY_THEMSELVES("--forward-writes=never"),
    /** The same, because they advertise an address where nobody is: nor do they wake each other up, but by the database. */
    UNREACHABLE("--advertise-client-urls=http://127.0.0.1:1");

    private final String flag;

    Writing(String flag) {
        this.flag = flag;
    }

    /** What a server is started with. */
    String flag() {
        return flag;
    }
}
