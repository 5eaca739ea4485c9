package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.ServerLauncher;

/** Our server on SQLite played against a real etcd. */
class SqliteDifferentialIT extends DifferentialScenario {

    SqliteDifferentialIT() {
        super(12, false);
    }

    @Override
    protected ServerLauncher launcher() {
        return Backend.SQLITE.launcher();
    }
}
