/**
 * From a HostedControlPlane to the objects that make it up. {@link io.evenkeel.operator.controlplane.HostedControlPlaneReconciler}
 * decides; what each object looks like is a function of what was decided, in a class of its own. Servers that the control planes of a
 * DataStore share are the {@link io.evenkeel.operator.controlplane.DataStoreReconciler}'s.
 */
@NullMarked
package io.evenkeel.operator.controlplane;

import org.jspecify.annotations.NullMarked;
