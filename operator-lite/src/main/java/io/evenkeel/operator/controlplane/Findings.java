package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.datastore.Lookup;
import io.evenkeel.operator.version.UpgradeRule.Decision;
import java.util.Optional;

/** What controllers depend on, as it was found. */
record Findings(Lookup database, IdentitySecrets.Outcome identity, Optional<Endpoints> endpoints, Decision version) {}
