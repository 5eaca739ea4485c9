package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.version.UpgradeRule.Decision;
import java.util.Optional;

/**
 * What controllers depend on, as it was found.
 *
 * @param allotment where the database server is shared with control planes that have others of its databases
 */
record Findings(
        Lookup.Database database,
        IdentitySecrets.Outcome identity,
        Optional<Endpoints> endpoints,
        Decision version,
        Optional<Allotment> allotment) {}
