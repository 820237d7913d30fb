/**
 * Publishes the messages of Slack channels and follows them. Start at {@link SlackSource}; {@link
 * ChannelReader} reads one channel.
 */
@NullMarked
package io.alluvium.connectors.slack;

import org.jspecify.annotations.NullMarked;
