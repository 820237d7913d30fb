/**
 * What sources talk HTTP with: budgets shared by all who use a credential, and one word on what a
 * response means. Start at {@link io.alluvium.connectors.http.UpstreamClient}.
 */
@NullMarked
package io.alluvium.connectors.http;

import org.jspecify.annotations.NullMarked;
