/**
 * The node's HTTP server: page, API, health, metrics and registry on one loopback port. Start at
 * {@link HttpServer}; the routes stand in the classes named after them.
 */
@NullMarked
package io.alluvium.app.http;

import org.jspecify.annotations.NullMarked;
