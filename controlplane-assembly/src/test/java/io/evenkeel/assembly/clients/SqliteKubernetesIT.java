package io.evenkeel.assembly.clients;

import io.evenkeel.assembly.tools.EvenkeelProcess;
import io.evenkeel.assembly.tools.ServerLauncher;

/** A real kube-apiserver on our server. */
class SqliteKubernetesIT extends KubernetesScenario {

    @Override
    protected ServerLauncher launcher() {
        return EvenkeelProcess::startOnSqlite;
    }
}
