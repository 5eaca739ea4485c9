package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.EtcdProcess;
import io.evenkeel.e2e.tools.ServerLauncher;

/** Kubernetes on the etcd it is made for: a failure here is a fault of the test itself. */
class EtcdKubernetesIT extends KubernetesScenario {

    @Override
    protected ServerLauncher launcher() {
        return EtcdProcess::start;
    }
}
