package io.alluvium.connectors.slack;

import io.alluvium.connectors.SourceConnectorContract;
import io.alluvium.schemas.EntityKey;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A workspace with one channel, in which people post, answer, edit and delete. */
final class SimulatedSlack implements SourceConnectorContract.Upstream {
  static final String TEAM = "T0SIMULATED";

  final SlackSimulator slack = SlackSimulator.start(SlackOptions.empty());
  final String channel = slack.createChannel("general", false);
  private final boolean sockets;
  private final Deque<String> posted = new ArrayDeque<>();
  private int created;
  private String parent = "";

  /**
   * @param sockets whether the source is given an app-level token
   */
  SimulatedSlack(boolean sockets) {
    this.sockets = sockets;
  }

  @Override
  public Map<String, String> settings() {
    return settings(slack, sockets);
  }

  static Map<String, String> settings(SlackSimulator slack, boolean sockets) {
    var settings = new HashMap<String, String>();
    settings.put("slack.api.url", slack.apiUrl().toString());
    settings.put("slack.token", SlackOptions.TOKEN);
    settings.put("slack.poll.ms", "200");
    settings.put("slack.rewalk.ms", "300");
    settings.put("slack.absence.confirm.ms", "100");
    if (sockets) {
      settings.put("slack.app.token", SlackOptions.APP_TOKEN);
    }
    return settings;
  }

  @Override
  public Map<String, String> unreachable() {
    var settings = new HashMap<>(settings());
    settings.put("slack.api.url", "http://127.0.0.1:1/api/");
    return settings;
  }

  @Override
  public Set<String> listed() {
    var listed = new HashSet<String>();
    slack.messages(channel).keySet().forEach(ts -> listed.add(key(ts)));
    return listed;
  }

  String key(String ts) {
    return EntityKey.slack(TEAM, channel, ts).value();
  }

  @Override
  public String create() {
    created++;
    boolean answers = created % 4 == 0;
    var ts =
        answers
            ? slack.reply(channel, parent, "U00000001", "answer " + created)
            : slack.post(channel, "U00000002", "message " + created);
    if (created % 10 == 1) {
      parent = ts;
    } else if (!answers) {
      posted.add(ts);
    }
    return key(ts);
  }

  @Override
  public String change() {
    var ts = posted.getFirst();
    slack.edit(channel, ts, "changed " + created++);
    return key(ts);
  }

  @Override
  public String delete() {
    var ts = posted.removeLast();
    slack.delete(channel, ts);
    return key(ts);
  }

  @Override
  public void close() {
    slack.close();
  }
}
