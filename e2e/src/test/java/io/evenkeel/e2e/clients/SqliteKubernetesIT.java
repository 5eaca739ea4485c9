package io.evenkeel.e2e.clients;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.ServerLauncher;

/** A real kube-apiserver on our server. */
class SqliteKubernetesIT extends KubernetesScenario {

    @Override
    protected ServerLauncher launcher() {
        return Backend.SQLITE.launcher();
    }
}
