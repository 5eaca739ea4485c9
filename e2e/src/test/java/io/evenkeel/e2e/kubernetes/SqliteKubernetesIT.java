package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.ServerLauncher;

/** A real kube-apiserver on {@code ./evenkeel serve}. */
class SqliteKubernetesIT extends KubernetesScenario {

    @Override
    protected ServerLauncher launcher() {
        return EvenkeelProcess::startByScript;
    }
}
