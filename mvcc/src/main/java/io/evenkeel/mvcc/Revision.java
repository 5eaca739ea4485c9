package io.evenkeel.mvcc;

/**
 * The place of one change in the log: {@code main} numbers the client transaction, {@code sub} the change within it,
 * from 0. etcd's {@code mvcc.Revision}. Stands for the value that was put there, since a stored change never changes.
 */
public record Revision(long main, int sub) implements Comparable<Revision> {

    @Override
    public int compareTo(Revision other) {
        int byMain = Long.compare(main, other.main);
        return byMain != 0 ? byMain : Integer.compare(sub, other.sub);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(main) * 31 + sub;
    }

    @Override
    public String toString() {
        return main + "." + sub;
    }
}
