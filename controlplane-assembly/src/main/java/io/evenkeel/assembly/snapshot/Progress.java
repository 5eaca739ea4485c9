package io.evenkeel.assembly.snapshot;

/** Is told how far a long piece of work has come. */
@FunctionalInterface
public interface Progress {

    /**
     * Called for every change, on the thread that works.
     *
     * @param changes how many are done
     * @param share of the whole work that is done, from 0 to 1, about
     */
    void at(long changes, double share);
}
