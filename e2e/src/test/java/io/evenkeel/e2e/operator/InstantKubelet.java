package io.evenkeel.e2e.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;

/** Says of each pod that it runs and is ready, and of those of a certain image that they are not. */
final class InstantKubelet implements AutoCloseable {

    private final KubernetesClient client;
    private final SharedIndexInformer<Pod> informer;
    private volatile String brokenImage = "none";

    private InstantKubelet(KubernetesClient client) {
        this.client = client;
        this.informer = client.pods().inAnyNamespace().inform(new ResourceEventHandler<>() {
            @Override
            public void onAdd(Pod pod) {
                makeReady(pod);
            }

            @Override
            public void onUpdate(Pod before, Pod pod) {
                makeReady(pod);
            }

            @Override
            public void onDelete(Pod pod, boolean unknown) {}
        });
    }

    static InstantKubelet start(KubernetesClient client) {
        return new InstantKubelet(client);
    }

    /** Pods with a container of this image do not get ready from now on. */
    void breakImage(String image) {
        brokenImage = image;
    }

    private void makeReady(Pod pod) {
        boolean broken = pod.getSpec().getContainers().stream()
                .anyMatch(container -> container.getImage().equals(brokenImage));
        if (!broken && pod.getStatus().getPhase().equals("Pending")) {
            callReady(pod);
        }
    }

    /** Says so of a pod whatever its image is. */
    void callReady(Pod pod) {
        try {
            client.resource(new PodBuilder(pod)
                            .editStatus()
                            .withPhase("Running")
                            .addNewCondition()
                            .withType("Ready")
                            .withStatus("True")
                            .endCondition()
                            .endStatus()
                            .build())
                    .updateStatus();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    @Override
    public void close() {
        informer.close();
    }
}
