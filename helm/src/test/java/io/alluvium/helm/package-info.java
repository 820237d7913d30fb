/** Reads the chart as Helm, Kubernetes and the node would. */
@NullMarked
package io.alluvium.helm;

import org.jspecify.annotations.NullMarked;
