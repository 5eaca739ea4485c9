package io.evenkeel.operator.tenant;

import java.util.Optional;

/**
 * A database or a login is there and is not this control plane's. Nothing was changed. Trying again does not help: another
 * name must be given, or somebody has to drop or hand over what is there.
 */
public final class OwnershipException extends RuntimeException {

    private final transient Optional<Owner> holder;

    /** @param what for instance {@code database "x"} */
    OwnershipException(String what, Owner claimant, Optional<Owner> holder) {
        super(holder.map(other -> what + " belongs to control plane " + other + " and cannot be used for " + claimant)
                .orElseGet(() -> what + " is there already and marked as no control plane's; it cannot be used for "
                        + claimant));
        this.holder = holder;
    }

    /** Whose it is; empty when it carries no marker of a control plane. */
    public Optional<Owner> holder() {
        return holder;
    }
}
