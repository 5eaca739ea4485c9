package io.evenkeel.assembly.differential;

import io.evenkeel.assembly.tools.EvenkeelProcess;
import io.evenkeel.assembly.tools.ServerLauncher;

/** Our server on SQLite played against a real etcd. */
class SqliteDifferentialIT extends DifferentialScenario {

    SqliteDifferentialIT() {
        super(20, false);
    }

    @Override
    protected ServerLauncher launcher() {
        return EvenkeelProcess::startOnSqlite;
    }
}
