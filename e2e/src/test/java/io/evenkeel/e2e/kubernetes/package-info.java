/** Real, unmodified kube-apiservers on servers under test, with what runs beside them in a control plane. */
@NullMarked
package io.evenkeel.e2e.kubernetes;

import org.jspecify.annotations.NullMarked;
