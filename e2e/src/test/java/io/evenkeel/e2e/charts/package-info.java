/** The Helm charts, with the real Helm, the real Kubernetes API server and Prometheus' own tool. */
@NullMarked
package io.evenkeel.e2e.charts;

import org.jspecify.annotations.NullMarked;
