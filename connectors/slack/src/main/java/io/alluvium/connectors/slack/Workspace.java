package io.alluvium.connectors.slack;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.schemas.EntityKey;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The workspace a token belongs to, as far as all channels of a task need it. Asked for on first
 * use, so that a task starts although Slack cannot be reached.
 */
final class Workspace implements AutoCloseable {
  private final SlackApi api;
  private final int channels;
  private final People people;
  private final ChannelNames names;
  private final Consumer<JsonNode> observer = this::told;
  private @Nullable Identity identity;
  private @Nullable SocketHub hub;

  /**
   * Who we are.
   *
   * @param team enterprise id if there is one, else team id: what ids of channels are unique in
   * @param url address of the workspace; ends with '/'
   */
  record Identity(String team, String url) {
    String key(String channel, String ts) {
      return EntityKey.slack(team, channel, ts).value();
    }

    /** Where a person opens a message. */
    String permalink(String channel, String thread, String ts) {
      var link = url + "archives/" + channel + "/p" + ts.replace(".", "");
      return thread.equals(ts) ? link : link + "?thread_ts=" + thread + "&cid=" + channel;
    }
  }

  /**
   * @param channels number of channels that are read with the token
   */
  Workspace(SlackSourceConfig config, int channels) {
    this.channels = channels;
    this.api = new SlackApi(config.api(), config.token());
    this.people = new People(api);
    this.names = new ChannelNames(api, config.types());
  }

  int channels() {
    return channels;
  }

  SlackApi api() {
    return api;
  }

  People people() {
    return people;
  }

  ChannelNames names() {
    return names;
  }

  /** Who we are; asks Slack the first time. */
  synchronized Identity identity() throws IOException {
    var known = identity;
    if (known == null) {
      var json = api.get("auth.test", Map.of()).expectOk("auth.test").json();
      var enterprise = json.path("enterprise_id").asText("");
      var team = enterprise.isEmpty() ? json.path("team_id").asText() : enterprise;
      known = new Identity(team, json.path("url").asText());
      identity = known;
    }
    return known;
  }

  /** Takes names that a socket tells of; leaves the hub when closed. */
  synchronized void follow(SocketHub joined) {
    hub = joined;
    joined.observe(observer);
  }

  private void told(JsonNode event) {
    switch (event.path("type").asText("")) {
      case "user_change" -> people.renamed(event.path("user"));
      case "channel_rename", "channel_archive", "channel_unarchive" -> names.changed();
      default -> {
        // Nothing that is shown.
      }
    }
  }

  /** Ends calls under way. */
  void cancel() {
    api.close();
  }

  @Override
  public synchronized void close() {
    api.close();
    var joined = hub;
    if (joined != null) {
      hub = null;
      joined.unobserve(observer);
      joined.leave();
    }
  }
}
