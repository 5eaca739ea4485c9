package io.evenkeel.perf.server;

/** A database server of its own, that several servers can keep their store in. It loses nothing it has confirmed. */
interface Database extends AutoCloseable {

    int port();

    /**
     * As evenkeel calls it.
     *
     * @param port where it is reached: its own, or that of a {@link FarProxy}
     */
    String url(int port);

    default String url() {
        return url(port());
    }

    /** Of the process, whose children belong to it as well. */
    long pid();

    /** How many statements it was given so far, by all its clients. */
    long statements();

    @Override
    void close();
}
