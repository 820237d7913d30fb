/**
 * The settings of a node: declared once in {@link NodeKey}, read from flags, environment and
 * alluvium.yaml, and checked before anything starts. Start at {@link NodeConfig}.
 */
@NullMarked
package io.alluvium.app.config;

import org.jspecify.annotations.NullMarked;
