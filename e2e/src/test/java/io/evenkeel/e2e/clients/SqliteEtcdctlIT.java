package io.evenkeel.e2e.clients;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.ServerLauncher;

/** etcdctl on our server. */
class SqliteEtcdctlIT extends EtcdctlScenario {

    @Override
    protected ServerLauncher launcher() {
        return Backend.SQLITE.launcher();
    }
}
