/**
 * From a HostedControlPlane to the objects that make it up. {@link io.evenkeel.operator.controlplane.HostedControlPlaneReconciler}
 * decides; what each object looks like is a function of what was decided, in a class of its own.
 */
@NullMarked
package io.evenkeel.operator.controlplane;

import org.jspecify.annotations.NullMarked;
