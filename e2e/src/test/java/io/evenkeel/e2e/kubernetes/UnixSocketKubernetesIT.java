package io.evenkeel.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.evenkeel.e2e.tools.Backend;
import io.evenkeel.e2e.tools.EvenkeelProcess;
import io.evenkeel.e2e.tools.Scratch;
import io.evenkeel.e2e.tools.ServerUnderTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A real kube-apiserver that reaches its datastore through a socket in the file system. */
class UnixSocketKubernetesIT {

    /** A server as its socket names it. */
    private record OnSocket(EvenkeelProcess process, Path socket) implements ServerUnderTest {

        @Override
        public int port() {
            return process.port();
        }

        @Override
        public String url() {
            return "unix://" + socket;
        }

        @Override
        public void close() {
            process.close();
        }
    }

    @Test
    void keepsItsObjectsThere() {
        try (Scratch scratch = Scratch.create()) {
            Path folder = scratch.folder("server");
            Path socket = folder.resolve("keel.sock");
            try (var server = new OnSocket(
                            EvenkeelProcess.startWithSocket(Backend.SQLITE.fresh(folder), folder, socket), socket);
                    KubeApiServer apiServer = KubeApiServer.start(scratch.folder("apiserver"), server)) {
                apiServer.kubectl().lines("create", "configmap", "kept", "--from-literal=n=1");

                assertThat(apiServer
                                .kubectl()
                                .json("get", "configmap", "kept")
                                .at("/data/n")
                                .asText())
                        .isEqualTo("1");
            }
        }
    }
}
