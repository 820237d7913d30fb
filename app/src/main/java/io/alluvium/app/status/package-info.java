/**
 * What a node says about itself, as the API answers it in JSON. Start at {@link NodeStatus} and
 * {@link SourceStatus}.
 */
@NullMarked
package io.alluvium.app.status;

import org.jspecify.annotations.NullMarked;
