package io.evenkeel.e2e.kubernetes;

import io.evenkeel.e2e.tools.Command;
import io.evenkeel.e2e.tools.FreePorts;
import io.evenkeel.e2e.tools.GoTools;
import io.evenkeel.e2e.tools.RunningProcess;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A real program that works through an API server as its administrator, with limits of requests that let it work. */
public final class Component implements AutoCloseable {

    private static final int NODE_LEASE_SECONDS = 40;

    private final RunningProcess process;

    private Component(RunningProcess process) {
        this.process = process;
    }

    /** @param controllers the names of those it runs, with commas between them */
    public static Component controllerManager(Path folder, KubeApiServer apiServer, String controllers) {
        return startSecured("kube-controller-manager", folder, apiServer, "--controllers=" + controllers);
    }

    static Component scheduler(Path folder, KubeApiServer apiServer) {
        return startSecured("kube-scheduler", folder, apiServer);
    }

    private static Component startSecured(String program, Path folder, KubeApiServer apiServer, String... flags) {
        return new Component(Command.of(
                        GoTools.path(program),
                        "--kubeconfig=" + apiServer.kubeconfig(),
                        "--bind-address=127.0.0.1",
                        "--secure-port=" + FreePorts.take(),
                        "--cert-dir=" + folder,
                        "--kube-api-qps=500",
                        "--kube-api-burst=1000")
                .with(flags)
                .start(folder.resolve(program + ".log")));
    }

    /**
     * Plays the kubelets of all nodes: keeps their leases, and has the pods that are assigned to them running at once.
     *
     * @param stages what else happens to nodes and pods
     */
    static Component kwok(Path folder, KubeApiServer apiServer, Path... stages) {
        Path kwok = GoTools.path("kwok");
        return new Component(Command.of(
                        kwok,
                        "--kubeconfig=" + apiServer.kubeconfig(),
                        "--config=" + kwok.resolveSibling("kwok-stages.yaml"))
                .with(Stream.of(stages).map(file -> "--config=" + file).toArray(String[]::new))
                .with(
                        "--manage-all-nodes=true",
                        "--node-lease-duration-seconds=" + NODE_LEASE_SECONDS,
                        "--server-address=127.0.0.1:" + FreePorts.take())
                .start(folder.resolve("kwok.log")));
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public String toString() {
        return process.toString();
    }

    @Override
    public void close() {
        process.close();
    }
}
