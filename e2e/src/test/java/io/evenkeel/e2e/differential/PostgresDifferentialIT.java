package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.ServerLauncher;

/** Our server on PostgreSQL played against a real etcd. */
class PostgresDifferentialIT extends DifferentialScenario {

    PostgresDifferentialIT() {
        super(3, false);
    }

    @Override
    protected ServerLauncher launcher() {
        return Backend.POSTGRES.launcher();
    }
}
