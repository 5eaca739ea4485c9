package io.evenkeel.mvcc;

/** A {@link Refusal} on its way through a future. Has no stack trace: it is an answer, not a fault. */
public final class RefusedException extends RuntimeException {

    private final Refusal refusal;

    public RefusedException(Refusal refusal) {
        super(refusal.name(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
