package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.certificates.Authority;
import io.evenkeel.operator.certificates.BadPemException;
import io.evenkeel.operator.certificates.KeyMaterial;
import io.fabric8.kubernetes.api.model.Secret;
import java.util.Optional;

/**
 * A certificate authority.
 *
 * @param material as a Secret has it
 */
record Signer(KeyMaterial material, Authority authority) {

    /** Empty where the Secret holds none. */
    static Optional<Signer> of(Secret secret) {
        KeyMaterial material = KeyMaterials.of(secret);
        try {
            return Optional.of(new Signer(material, Authority.of(material)));
        } catch (BadPemException none) {
            return Optional.empty();
        }
    }
}
