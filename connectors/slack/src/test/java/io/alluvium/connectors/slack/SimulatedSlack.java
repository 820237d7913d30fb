package io.alluvium.connectors.slack;

import static io.alluvium.simulators.fault.Fault.badGatewayPage;
import static io.alluvium.simulators.slack.SlackFaults.error;
import static io.alluvium.simulators.slack.SlackFaults.rateLimited;
import static io.alluvium.simulators.slack.SlackFaults.rateLimitedWithOk;

import io.alluvium.connectors.Upstream;
import io.alluvium.schemas.EntityKey;
import io.alluvium.simulators.fault.Fault.Answer;
import io.alluvium.simulators.fault.Fault.Hang;
import io.alluvium.simulators.fault.Fault.Reset;
import io.alluvium.simulators.fault.Fault.Truncate;
import io.alluvium.simulators.fault.FaultRule;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A workspace with one channel, in which people post, answer, edit and delete. */
final class SimulatedSlack implements Upstream {
  static final String TEAM = "T0SIMULATED";

  final SlackSimulator slack = SlackSimulator.start(SlackOptions.empty());
  final String channel = slack.createChannel("general", false);
  private final boolean sockets;
  private final Deque<String> posted = new ArrayDeque<>();
  private String token = SlackOptions.TOKEN;
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
    var settings = new HashMap<>(settings(slack, sockets));
    settings.put("slack.token", token);
    settings.put("slack.page.size", "25");
    return settings;
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
  public Optional<String> answerLate() {
    return Optional.of(key(slack.reply(channel, parent, "U00000001", "a late answer")));
  }

  @Override
  public Optional<String> createElsewhere() {
    var other = slack.createChannel("random", false);
    var ts = slack.post(other, "U00000001", "over here");
    return Optional.of(EntityKey.slack(TEAM, other, ts).value());
  }

  @Override
  public List<Fault> faults() {
    if (sockets) {
      return List.of(
          new Fault("sockets are cut", () -> slack.cutSockets(Duration.ofMillis(500))),
          new Fault("a socket is refused", () -> meet("apps.connections.open", new Reset())));
    }
    return List.of(
        new Fault("connection reset", () -> meet("history", new Reset())),
        new Fault("no answer", () -> meet("history", new Hang(Duration.ofMillis(500)))),
        new Fault("server fault", () -> meet("history", new Answer(503, Map.of(), ""))),
        new Fault("a proxy's page", () -> meet("history", badGatewayPage())),
        new Fault("body cut off", () -> meet("history", new Truncate(50))),
        new Fault("replies cut off", () -> meet("replies", new Truncate(50))),
        new Fault("fault with status 200", () -> meet("history", error("internal_error"))),
        new Fault("rate limit", () -> meet("history", rateLimited(1))),
        new Fault("rate limit with status 200", () -> meet("replies", rateLimitedWithOk(1))));
  }

  // The second request: in the middle of a listing.
  private void meet(String method, io.alluvium.simulators.fault.Fault fault) {
    slack.faults().add(FaultRule.on("*", method, fault).after(1).times(1));
  }

  @Override
  public void failHalfWay() {
    slack
        .faults()
        .add(FaultRule.on("GET", "history.*cursor=", new Answer(500, Map.of(), "")).times(2));
  }

  @Override
  public void hang() {
    slack.faults().add(FaultRule.on("*", "/api/", new Hang(Duration.ofSeconds(25))));
  }

  @Override
  public void heal() {
    slack.faults().clear();
  }

  @Override
  public void rename() {
    slack.renameChannel(channel, "everything");
    slack.renameUser("U00000002", "Grace Hopper");
  }

  @Override
  public Map<String, String> rotate() {
    token = "xoxb-another-bot-token";
    slack.rotateToken(token);
    return settings();
  }

  @Override
  public void close() {
    slack.close();
  }
}
