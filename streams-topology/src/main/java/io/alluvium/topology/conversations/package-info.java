/**
 * What is said in conversations, summed up: messages gather in windows of event time, and a window
 * that has become quiet is published and summarised. Start at {@link
 * io.alluvium.topology.conversations.Conversations}, then {@link
 * io.alluvium.topology.conversations.SummaryWorker}.
 */
@NullMarked
package io.alluvium.topology.conversations;

import org.jspecify.annotations.NullMarked;
