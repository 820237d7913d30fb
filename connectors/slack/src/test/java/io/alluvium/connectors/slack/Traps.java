package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.ContentHash;
import io.alluvium.schemas.CoverageClaim;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.RawEvent;
import io.alluvium.simulators.fault.Fault;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;

/** A workspace, a source that reads it, and what tests of both ask. */
abstract class Traps {
  static final String ADA = "U00000001";
  static final String BOB = "U00000002";

  final MemoryOffsets offsets = new MemoryOffsets();
  final Map<String, String> more = new HashMap<>();
  SlackSimulator slack;
  String channel;

  /** Starts a workspace with one empty channel. */
  final void begin(SlackOptions options) {
    slack = SlackSimulator.start(options);
    channel = slack.createChannel("general", false);
  }

  @AfterEach
  final void end() {
    slack.close();
  }

  final TaskRun run(boolean sockets) {
    return run(sockets, offsets);
  }

  final TaskRun run(boolean sockets, MemoryOffsets stored) {
    var settings = new HashMap<>(SimulatedSlack.settings(slack, sockets));
    settings.put("name", "under-test");
    settings.put("exactly.once.support", "required");
    settings.putAll(more);
    return TaskRun.start(new SlackSourceTask(), settings, stored);
  }

  /** Everything that is in the workspace now, by entity key. */
  final Set<String> truth() {
    var keys = new HashSet<String>();
    slack.forEachMessage((in, message) -> {
      if (!message.subtype().equals("tombstone")) {
        keys.add(key(in, message.name()));
      }
    });
    return keys;
  }

  /** Everything that is in one channel now, by entity key. */
  final Set<String> truth(String in) {
    var keys = new HashSet<String>();
    slack.messages(in).keySet().forEach(ts -> keys.add(key(in, ts)));
    return keys;
  }

  final String key(String ts) {
    return key(channel, ts);
  }

  static String key(String channel, String ts) {
    return EntityKey.slack(SimulatedSlack.TEAM, channel, ts).value();
  }

  static Set<String> keys(TaskRun run) {
    var keys = new HashSet<String>();
    run.events().forEach(event -> keys.add(event.getEntityKey()));
    return keys;
  }

  /** The newest version of each message, as ingest tells it: two sockets may tell out of order. */
  static Map<String, RawEvent> last(TaskRun run) {
    var last = new HashMap<String, RawEvent>();
    for (var event : run.events()) {
      last.merge(event.getEntityKey(), event, Traps::newer);
    }
    return last;
  }

  // For a deletion Slack states no order: it takes that of the version it deletes.
  private static RawEvent newer(RawEvent one, RawEvent other) {
    var a = one.getVersionOrder();
    var b = other.getVersionOrder();
    boolean unordered = a.getUpstream() == 0 || b.getUpstream() == 0;
    int order = unordered ? 0 : Long.compare(a.getUpstream(), b.getUpstream());
    order = order == 0 ? Long.compare(a.getObservation(), b.getObservation()) : order;
    return order > 0 ? one : other;
  }

  final void untilText(TaskRun run, String ts, String text) {
    run.until(() ->
        last(run).containsKey(key(ts))
            && last(run).get(key(ts)).getText().filter(text::equals).isPresent());
  }

  final void untilDeleted(TaskRun run, String ts) {
    run.until(
        () -> last(run).containsKey(key(ts)) && last(run).get(key(ts)).getDeletion().isPresent());
  }

  /** Reads until everything there is was published and claimed. */
  final void untilRead(TaskRun run) {
    run.until(() -> keys(run).containsAll(truth())).untilClaimed();
  }

  /** Reads until every one of so many channels was claimed. */
  static void untilClaimed(TaskRun run, int channels) {
    run.until(
        () -> run.claims().stream().map(CoverageClaim::getScope).distinct().count() == channels);
  }

  static List<String> hashes(TaskRun run) {
    return run.events().stream().map(event -> ContentHash.of(event).hex()).sorted().toList();
  }

  final void postOld(int days, int messages) {
    var start = Instant.now().minus(Duration.ofDays(days));
    for (int i = 0; i < messages; i++) {
      slack.postAt(channel, start.plusSeconds(i), "old message " + i);
    }
  }

  final void onHistory(int times, Fault fault) {
    slack.faults().add("GET", "conversations.history", times, fault);
  }

  static void assertEachOnce(TaskRun run) {
    assertThat(run.events()).extracting(RawEvent::getEntityKey).doesNotHaveDuplicates();
  }
}
