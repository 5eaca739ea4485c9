package io.evenkeel.operator.controlplane;

import io.evenkeel.operator.api.HostedControlPlane;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.IndexerResourceCache;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Has a control plane looked at that is made while the framework is busy with the end of one of the same name. When it is done with
 * that, it forgets what it has heard of the name, the new one included, and tells so those who count what it does; of these
 * this is one.
 */
public final class Successors extends AbstractEventSource<HostedControlPlane, HostedControlPlane> implements Metrics {

    private volatile @Nullable IndexerResourceCache<HostedControlPlane> planes;

    /** To be given to the reconciler, and to the framework as what counts. */
    public Successors() {
        super(HostedControlPlane.class, "successors");
    }

    /** As one of the control planes' event sources. */
    Successors among(EventSourceContext<HostedControlPlane> context) {
        planes = context.getPrimaryCache();
        return this;
    }

    /** In the midst of the framework's handling of events, so that none is lost before or after. */
    @Override
    public void cleanupDone(ResourceID name, Map<String, Object> metadata) {
        IndexerResourceCache<HostedControlPlane> known = planes;
        if (known != null && HostedControlPlaneReconciler.NAME.equals(metadata.get(Constants.CONTROLLER_NAME))) {
            known.get(name)
                    .ifPresent(plane ->
                            getEventHandler().handleEvent(new ResourceEvent(ResourceAction.ADDED, name, plane)));
        }
    }

    /** None: what it tells of are control planes themselves. */
    @Override
    public Set<HostedControlPlane> getSecondaryResources(HostedControlPlane plane) {
        return Set.of();
    }
}
