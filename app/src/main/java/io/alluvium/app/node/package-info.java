/**
 * Puts the rooms together into one running process. Start at Node: its start and its close name
 * every part in order.
 */
@NullMarked
package io.alluvium.app.node;

import org.jspecify.annotations.NullMarked;
