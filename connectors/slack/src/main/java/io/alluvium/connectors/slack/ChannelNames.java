package io.alluvium.connectors.slack;

import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.RateLimitedException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What channels are called now. A channel is known by its id; its name is for people only. */
final class ChannelNames {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelNames.class);
  private static final Duration FRESH = Duration.ofMinutes(30);

  private final SlackApi api;
  private final String types;
  private final Map<String, Channel> channels = new HashMap<>();
  private long listAfter = System.nanoTime();

  ChannelNames(SlackApi api, String types) {
    this.api = api;
    this.types = types;
  }

  /** All channels of some types. */
  static List<Channel> list(SlackApi api, String types) throws IOException {
    var found = new ArrayList<Channel>();
    api.list(
        "conversations.list",
        Map.of("types", types, "limit", "999"),
        page -> page.path("channels").forEach(channel -> found.add(Channel.of(channel))));
    return found;
  }

  /** A channel as it was listed last; empty if it cannot be listed. */
  synchronized Optional<Channel> find(String id) {
    if (System.nanoTime() - listAfter >= 0) {
      listAfter = System.nanoTime() + FRESH.toNanos();
      refresh();
    }
    return Optional.ofNullable(channels.get(id));
  }

  /** What is known without asking. */
  synchronized Optional<Channel> known(String id) {
    return Optional.ofNullable(channels.get(id));
  }

  /** Takes into account that an event told of a change. */
  synchronized void changed() {
    listAfter = System.nanoTime();
  }

  private void refresh() {
    try {
      list(api, types).forEach(channel -> channels.put(channel.id(), channel));
    } catch (RateLimitedException | PermanentFaultException | IOException e) {
      LOG.debug("Names of channels cannot be listed now: {}", e.getMessage());
    }
  }
}
