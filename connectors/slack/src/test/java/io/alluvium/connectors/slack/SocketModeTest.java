package io.alluvium.connectors.slack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.alluvium.connectors.MemoryOffsets;
import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.ContentHash;
import io.alluvium.simulators.slack.SlackOptions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SocketModeTest extends Traps {
  @BeforeEach
  void beginWithAnEmptyChannel() {
    begin(SlackOptions.empty());
    more.put("slack.rewalk.ms", "600000");
    slack.post(channel, ADA, "the beginning");
  }

  private TaskRun connected() {
    var run = run(true);
    untilRead(run);
    run.until(() -> slack.sockets() == 2).during(Duration.ofMillis(300));
    return run;
  }

  @Test
  void publishesWhatTheSocketTellsWithoutReadingTheChannel() {
    try (var run = connected()) {
      run.until(() -> rests(run));
      var calls = slack.calls("conversations.history");
      var ts = slack.post(channel, ADA, "hello");
      var reply = slack.reply(channel, ts, BOB, "hello yourself");
      untilText(run, ts, "hello");
      untilText(run, reply, "hello yourself");
      assertThat(last(run).get(key(reply)).getThreadKey()).contains(key(ts));
      assertThat(slack.calls("conversations.history")).isEqualTo(calls);
    }
  }

  /** Whether all is read that a new connection lets be read again. */
  private boolean rests(TaskRun run) {
    var calls = slack.calls("conversations.history");
    run.during(Duration.ofMillis(1_000));
    return slack.calls("conversations.history") == calls;
  }

  @Test
  void followsEditsReactionsAndDeletions() {
    try (var run = connected()) {
      var ts = slack.post(channel, ADA, "frist");
      var reply = slack.reply(channel, ts, BOB, "typo");
      var gone = slack.post(channel, ADA, "oops");
      slack.edit(channel, ts, "first");
      slack.edit(channel, reply, "no typo");
      slack.react(channel, reply, "eyes", ADA);
      slack.delete(channel, gone);
      untilText(run, ts, "first");
      untilText(run, reply, "no typo");
      untilDeleted(run, gone);
      run.until(() -> last(run).get(key(reply)).getListAttributes().containsKey("reactions"));
      assertThat(last(run).get(key(gone)).getDeletion()).contains("stated");
      slack.delete(channel, ts);
      untilDeleted(run, ts);
    }
  }

  @Test
  void readsAgainWhatItMissedWhileTheSocketWasCut() {
    try (var run = connected()) {
      var lost = slack.lostEvents();
      slack.cutSockets(Duration.ofMillis(600));
      var missed = slack.post(channel, ADA, "is anybody there?");
      assertThat(slack.lostEvents()).isEqualTo(lost + 1);
      untilText(run, missed, "is anybody there?");
      run.until(() -> slack.sockets() == 2);
      var after = slack.post(channel, ADA, "there you are");
      untilText(run, after, "there you are");
    }
  }

  @Test
  void readsWithoutASocketAsLongAsSlackRefusesOne() {
    slack.cutSockets(Duration.ofMinutes(1));
    try (var run = run(true)) {
      untilRead(run);
      var ts = slack.post(channel, ADA, "by history");
      untilText(run, ts, "by history");
    }
  }

  @Test
  void readsWithoutASocketWhereOthersHoldAllThereAre() throws Exception {
    var others = new ArrayList<WebSocket>();
    for (int i = 0; i < 10; i++) {
      others.add(other());
    }
    more.put("slack.poll.ms", "200");
    try (var run = run(true)) {
      untilRead(run);
      var ts = slack.post(channel, ADA, "by history");
      untilText(run, ts, "by history");
    }
    others.forEach(WebSocket::abort);
  }

  /** A connection of another client. */
  private WebSocket other() throws Exception {
    var client = HttpClient.newHttpClient();
    var open =
        HttpRequest.newBuilder(slack.apiUrl().resolve("apps.connections.open"))
            .header("Authorization", "Bearer " + SlackOptions.APP_TOKEN)
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    var answer = client.send(open, HttpResponse.BodyHandlers.ofString()).body();
    var url = URI.create(new ObjectMapper().readTree(answer).path("url").asText());
    return client.newWebSocketBuilder().buildAsync(url, new WebSocket.Listener() {}).join();
  }

  @Test
  void publishesADuplicateEnvelopeOnce() {
    try (var run = connected()) {
      slack.duplicateEvents(5);
      var ts = slack.post(channel, ADA, "once");
      untilText(run, ts, "once");
      run.during(Duration.ofMillis(300));
      assertEachOnce(run);
    }
  }

  @Test
  void acknowledgesEveryEnvelopeAtOnce() {
    try (var run = connected()) {
      for (int i = 0; i < 200; i++) {
        slack.post(channel, ADA, "message " + i);
      }
      untilAllIsPublished(run);
      assertThat(slack.unacknowledged()).isEmpty();
    }
  }

  @Test
  void connectsAnewWhenSlackAsksItTo() {
    try (var run = connected()) {
      slack.refreshSockets();
      var ts = slack.post(channel, ADA, "during the change");
      untilText(run, ts, "during the change");
      run.until(() -> slack.sockets() == 2);
    }
  }

  @Test
  void aMessageIsTheSameByHistoryAndBySocket() {
    Map<String, String> bySocket;
    try (var run = connected()) {
      var ts = slack.post(channel, ADA, "plain <@U00000002>");
      slack.reply(channel, ts, BOB, "a reply");
      slack.broadcast(channel, ts, BOB, "a reply for all");
      slack.upload(channel, ADA, "see file", List.of("plan.txt", "budget.ods"));
      var edited = slack.post(channel, ADA, "frist");
      slack.edit(channel, edited, "first");
      slack.react(channel, edited, "eyes", BOB);
      untilText(run, edited, "first");
      run.until(() -> last(run).get(key(edited)).getListAttributes().containsKey("reactions"));
      bySocket = hashesByKey(run);
    }
    offsets.clear();
    try (var run = run(false)) {
      untilRead(run);
      assertThat(hashesByKey(run)).isEqualTo(bySocket);
    }
  }

  @Test
  void twoSourcesOfOneAppBothGetEverything() {
    try (var one = connected();
        var two = run(true, new MemoryOffsets())) {
      two.until(() -> keys(two).containsAll(truth()));
      for (int i = 0; i < 20; i++) {
        slack.post(channel, ADA, "message " + i);
      }
      one.until(() -> keys(one).containsAll(truth()));
      two.until(() -> keys(two).containsAll(truth()));
      assertThat(slack.sockets()).as("connections of the process").isEqualTo(2);
    }
  }

  @Test
  void missesNothingWhenTheTasksOfASourceAreInTwoProcesses() {
    var other = slack.createChannel("random", false);
    more.put("task.scopes", channel + " public 2");
    try (var one = run(true)) {
      more.put("task.scopes", other + " public 2");
      // Another address has another hub, as another process has.
      more.put("slack.api.url", "http://localhost:" + slack.port() + "/api/");
      try (var two = run(true, new MemoryOffsets())) {
        one.until(() -> slack.sockets() == 4);
        two.during(Duration.ofMillis(300));
        for (int i = 0; i < 20; i++) {
          slack.post(channel, ADA, "here " + i);
          slack.post(other, ADA, "there " + i);
        }
        one.until(() -> keys(one).containsAll(truth(channel)));
        two.until(() -> keys(two).containsAll(truth(other)));
        assertThat(keys(one)).doesNotContainAnyElementsOf(keys(two));
      }
    }
  }

  @Test
  void closesItsConnectionsWhenItStops() throws InterruptedException {
    connected().close();
    for (int i = 0; i < 1_000 && slack.sockets() > 0; i++) {
      Thread.sleep(20);
    }
    assertThat(slack.sockets()).isZero();
  }

  private void untilAllIsPublished(TaskRun run) {
    run.until(() -> keys(run).containsAll(truth())).during(Duration.ofMillis(200));
  }

  private static Map<String, String> hashesByKey(TaskRun run) {
    var hashes = new HashMap<String, String>();
    last(run).forEach((key, event) -> hashes.put(key, ContentHash.of(event).hex()));
    return hashes;
  }
}
