/** The custom resources, as Kubernetes keeps them: group {@code evenkeel.io}, version {@code v1alpha1}. */
@NullMarked
package io.evenkeel.operator.api;

import org.jspecify.annotations.NullMarked;
