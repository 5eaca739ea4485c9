package io.evenkeel.e2e.differential;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.ServerLauncher;

/** Our server on MariaDB played against a real etcd. */
class MariaDbDifferentialIT extends DifferentialScenario {

    MariaDbDifferentialIT() {
        super(3, false);
    }

    @Override
    protected ServerLauncher launcher() {
        return Backend.MARIADB.launcher();
    }
}
