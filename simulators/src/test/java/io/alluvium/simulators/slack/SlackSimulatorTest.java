package io.alluvium.simulators.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SlackSimulatorTest {
  private SlackSimulator slack = SlackSimulator.start(SlackOptions.empty());
  private SlackClient client = new SlackClient(slack);
  private final String channel = slack.createChannel("general", false);

  @AfterEach
  void stop() {
    slack.close();
  }

  private void restart(SlackOptions options) {
    slack.close();
    slack = SlackSimulator.start(options);
    client = new SlackClient(slack);
  }

  @Test
  void answersInThePublishedShapes() {
    var shapes = new PublishedShapes();
    var parent = slack.post(channel, "U00000001", "a question");
    slack.reply(channel, parent, "U00000002", "an answer");
    slack.react(channel, parent, "eyes", "U00000002");
    slack.upload(channel, "U00000001", "see", List.of("plan.txt"));
    slack.createDirect("U00000001");
    var thread = "conversations.replies?channel=" + channel + "&ts=" + parent;
    var violations = new ArrayList<String>();
    for (var call :
        List.of(
            "auth.test",
            "team.info",
            "users.list",
            "users.info?user=U00000001",
            "conversations.list",
            "conversations.list?types=im",
            "conversations.info?channel=" + channel,
            "conversations.join?channel=" + channel,
            "conversations.members?channel=" + channel,
            "conversations.history?channel=" + channel,
            thread)) {
      var method = call.contains("?") ? call.substring(0, call.indexOf('?')) : call;
      violations.addAll(shapes.violations(method, client.call(call)));
    }
    assertThat(violations).isEmpty();
  }

  @Test
  void listsNewestFirstWithoutReplies() {
    var first = slack.post(channel, "U00000001", "one");
    slack.reply(channel, first, "U00000002", "a reply");
    var shown = slack.broadcast(channel, first, "U00000002", "a reply for all");
    var second = slack.post(channel, "U00000001", "two");
    assertThat(client.pages("conversations.history?channel=" + channel + "&limit=1"))
        .containsExactly(List.of(second), List.of(shown), List.of(first));
    var parent = client.call("conversations.history?channel=" + channel).path("messages").get(2);
    assertThat(parent.path("reply_count").asInt()).isEqualTo(2);
    assertThat(parent.path("latest_reply").asText()).isEqualTo(shown);
  }

  @Test
  void leavesATombstoneOfADeletedParentUntilItsLastReplyGoes() {
    var parent = slack.post(channel, "U00000001", "one");
    var reply = slack.reply(channel, parent, "U00000002", "a reply");
    slack.delete(channel, parent);
    var left = client.call("conversations.history?channel=" + channel).path("messages").get(0);
    assertThat(left.path("subtype").asText()).isEqualTo("tombstone");
    slack.delete(channel, reply);
    assertThat(client.call("conversations.history?channel=" + channel).path("messages")).isEmpty();
  }

  @Test
  void forgetsCursors() {
    slack.post(channel, "U00000001", "one");
    slack.post(channel, "U00000001", "two");
    var page = client.call("conversations.history?limit=1&channel=" + channel);
    var cursor = page.path("response_metadata").path("next_cursor").asText();
    slack.expireCursors();
    var next = client.call("conversations.history?channel=" + channel + "&cursor=" + cursor);
    assertThat(next.path("error").asText()).isEqualTo("invalid_cursor");
  }

  @Test
  void hasAMillionMessagesAtOnceAndListsAnyOfThem() {
    long begin = System.nanoTime();
    restart(SlackOptions.empty().generated(1_000_000, 3));
    var id = slack.channels().get(1);
    var middle = client.call("conversations.history?limit=999&latest=1780000000&channel=" + id);
    assertThat(middle.path("messages")).hasSize(999);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(40));
  }

  @Test
  void generatesExactlyAsManyAsAskedForAndTheSameAgain() {
    restart(SlackOptions.empty().generated(1_234, 4));
    var seen = new HashSet<String>();
    slack.forEachMessage((in, message) -> assertThat(seen.add(in + message.name())).isTrue());
    assertThat(seen).hasSize(1_234);
    var listed =
        client.pages("conversations.history?limit=50&channel=" + slack.channels().get(0)).stream()
            .flatMap(List::stream)
            .collect(Collectors.toSet());
    assertThat(slack.messages(slack.channels().get(0)).keySet()).containsAll(listed);
  }

  @Test
  void livesOn() {
    restart(SlackOptions.empty().generated(500, 2));
    var socket = client.connect();
    slack.live(100);
    assertThat(socket.received()).hasSizeGreaterThan(0);
  }

  @Test
  void livesOnByItself() throws InterruptedException {
    restart(SlackOptions.empty().generated(500, 2));
    var socket = client.connect();
    assertThat(socket.take().path("type").asText()).isEqualTo("hello");
    slack.liveOn(Duration.ofMillis(20));
    assertThat(socket.take().path("type").asText()).isEqualTo("events_api");
  }

  @Test
  void sendsEachEventToOneSocketAndCountsWhatIsNotAcknowledged() throws InterruptedException {
    var one = client.connect();
    var two = client.connect();
    assertThat(one.take().path("type").asText()).isEqualTo("hello");
    assertThat(two.take().path("type").asText()).isEqualTo("hello");
    slack.post(channel, "U00000001", "one");
    slack.post(channel, "U00000001", "two");
    var envelope = one.take();
    two.take();
    assertThat(envelope.path("payload").path("event").path("text").asText()).isIn("one", "two");
    assertThat(slack.unacknowledged()).hasSize(2);
    var id = envelope.path("envelope_id").asText();
    one.web().sendText("{\"envelope_id\":\"" + id + "\"}", true).join();
    for (int i = 0; i < 2_000 && slack.unacknowledged().size() > 1; i++) {
      Thread.sleep(10);
    }
    assertThat(slack.unacknowledged()).hasSize(1);
  }

  @Test
  void refusesAnEleventhSocket() throws InterruptedException {
    for (int i = 0; i < 10; i++) {
      client.connect().take();
    }
    assertThat(client.connect().take().path("reason").asText()).isEqualTo("too_many_websockets");
  }

  @Test
  void limitsCallsPerMethod() {
    restart(
        SlackOptions.empty()
            .generated(100, 1)
            .limited(SlackOptions.Limits.CAPPED, Duration.ofMinutes(1)));
    var history = "conversations.history?limit=999&channel=" + slack.channels().get(0);
    assertThat(client.call(history).path("messages")).hasSize(15);
    var second = client.get(history, SlackOptions.TOKEN);
    assertThat(second.statusCode()).isEqualTo(429);
    assertThat(second.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(20L, 60L);
    assertThat(client.call("auth.test").path("ok").asBoolean()).isTrue();
  }

  @Test
  void knowsItsTokens() {
    assertThat(
            SlackClient.json(client.get("auth.test", "xoxb-wrong").body()).path("error").asText())
        .isEqualTo("invalid_auth");
  }
}
