package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import java.nio.file.Path;

/** A real kube-controller-manager with the controllers that need no nodes, as the administrator of one API server. */
final class ControllerManager implements AutoCloseable {

    private final RunningProcess process;

    private ControllerManager(RunningProcess process) {
        this.process = process;
    }

    static ControllerManager start(Path folder, KubeApiServer apiServer) {
        return new ControllerManager(Command.of(
                        GoTools.path("kube-controller-manager"),
                        "--kubeconfig=" + apiServer.kubeconfig(),
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + FreePorts.take(),
                        "--cert-dir=" + folder,
                        "--controllers=namespace-controller,garbage-collector-controller",
                        "--kube-api-qps=500",
                        "--kube-api-burst=1000")
                .start(folder.resolve("kube-controller-manager.log")));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
