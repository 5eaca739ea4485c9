package io.evenkeel.assembly.clients;

import io.evenkeel.assembly.tools.EtcdProcess;
import io.evenkeel.assembly.tools.ServerLauncher;

/** Kubernetes on the etcd it is made for: a failure here is a fault of the test itself. */
class EtcdKubernetesIT extends KubernetesScenario {

    @Override
    protected ServerLauncher launcher() {
        return EtcdProcess::start;
    }
}
