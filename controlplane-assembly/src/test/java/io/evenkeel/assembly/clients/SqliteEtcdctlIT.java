package io.evenkeel.assembly.clients;

import io.evenkeel.assembly.tools.EvenkeelProcess;
import io.evenkeel.assembly.tools.ServerLauncher;

/** etcdctl on our server. */
class SqliteEtcdctlIT extends EtcdctlScenario {

    @Override
    protected ServerLauncher launcher() {
        return EvenkeelProcess::startOnSqlite;
    }
}
