package io.evenkeel.operator.controlplane;

import io.fabric8.kubernetes.api.model.HasMetadata;

/** An object has the name of one that is to be made, and is another's. It is left as it is. */
final class TakenException extends RuntimeException {

    /** The reason, for programs. */
    static final String REASON = "NameTaken";

    TakenException(HasMetadata object) {
        super(object.getKind() + " " + object.getMetadata().getName() + " belongs to " + Ownership.ownerOf(object)
                + " and is left as it is; nothing of that name is made while it is there");
    }

    /** For people. */
    String message() {
        return String.valueOf(getMessage());
    }
}
