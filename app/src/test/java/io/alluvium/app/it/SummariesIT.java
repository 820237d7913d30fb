package io.alluvium.app.it;

import static io.alluvium.app.it.TestNode.within;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Summary;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.registry.AvroSerde;
import io.alluvium.schemas.registry.SchemaRegistryClient;
import io.alluvium.simulators.llm.LlmQuestion;
import io.alluvium.simulators.llm.LlmSimulator;
import io.alluvium.simulators.slack.SlackOptions;
import io.alluvium.simulators.slack.SlackSimulator;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** From what is said on a simulated Slack to a summary, in the whole node. */
@Execution(ExecutionMode.CONCURRENT)
final class SummariesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String TOPIC = new Topics(Topics.DEFAULT_PREFIX).summaries();
  private static final String WITHDRAWN = "alluvium_summaries{outcome=\"withdrawn\"} 1.0";
  private static final String POINT =
      "{\"text\": \"The granite sample is with P1.\", \"from\": [1, 2]}";

  @TempDir Path directory;

  @Test
  void summarisesAThreadAmendsItAndWithdrawsWhatIsLeftOfIt() {
    try (var llm = LlmSimulator.start(SummariesIT::answer);
        var slack = SlackSimulator.start(SlackOptions.empty());
        var node = TestNode.start(directory, settings(llm))) {
      var channel = slack.createChannel("stones", false);
      var secret = slack.createChannel("vault", true);
      node.put("chat", slackSettings(slack));
      var thread = talk(slack, channel);
      talk(slack, secret);
      var summaries = new ArrayList<Summary>();
      within(PATIENCE, "summarised", () -> read(node, summaries).size() == 2);
      var shared = of(summaries, channel).getFirst();
      assertThat(shared.getText()).isEqualTo("The granite sample is with " + name(shared) + ".");
      assertThat(shared.getModel()).isEqualTo("openai/small prompts-1");
      assertThat(shared.getMessageCount()).isEqualTo(6);
      assertThat(shared.getVisibility()).isEqualTo("public");
      assertThat(shared.getSourceHashes()).hasSize(6).isSorted();
      var hidden = of(summaries, secret).getFirst();
      assertThat(hidden.getVisibility()).isEqualTo("private");
      assertThat(hidden.getFallback())
          .hasValueSatisfying(why -> assertThat(why).contains("private"));
      assertThat(hidden.getText()).contains("granite");
      assertThat(llm.questions()).hasSize(3);

      slack.edit(channel, thread.get(2), "No, the granite sample is with the curator.");
      within(PATIENCE, "amended", () -> of(read(node, summaries), channel).size() == 2);
      var amended = of(summaries, channel).getLast();
      assertThat(amended.getSupersedes()).contains(shared.getId());
      assertThat(amended.getId()).isNotEqualTo(shared.getId());

      slack.delete(channel, thread.get(4));
      slack.delete(channel, thread.get(5));
      within(PATIENCE, "withdrawn", () -> node.metrics().contains(WITHDRAWN));
      assertThat(node.metrics())
          .contains("alluvium_summaries_fallback{reason=\"private\"} 1.0")
          .contains("alluvium_llm_circuit_open 0.0");
    }
  }

  private static List<String> talk(SlackSimulator slack, String channel) {
    var said = new ArrayList<String>();
    said.add(slack.post(channel, "U0000001", "Who has the granite sample?"));
    var answers =
        List.of(
            "I have the granite sample in my drawer.",
            "The granite sample was with the curator yesterday.",
            "Please bring the granite sample to the lab.",
            "The lab wants to cut the granite sample on Friday.",
            "I bring the sample to the lab tomorrow.");
    IntStream.range(0, answers.size())
        .forEach(i ->
            said.add(
                slack.reply(channel, said.getFirst(), "U000000" + (i % 2 + 1), answers.get(i))));
    return said;
  }

  private static String answer(LlmQuestion question) {
    if (question.system().contains("take notes")) {
      return "{\"points\": [" + POINT + "]}";
    }
    return question.system().contains("judge")
        ? "{\"topics\": [\"granite sample\"], \"tone\": \"neutral\", \"important\": [1]}"
        : "{\"sentences\": [" + POINT + "], \"confidence\": 0.9}";
  }

  private static Map<String, String> settings(LlmSimulator llm) {
    return Map.of(
        "summaries.quiet.ms", "1500",
        "summaries.window.ms", "315360000000",
        "llm.provider", "openai",
        "llm.base.url", llm.url(),
        "llm.model", "small",
        "llm.input.price", "0.15",
        "llm.output.price", "0.6");
  }

  private static Map<String, String> slackSettings(SlackSimulator slack) {
    return Map.of(
        "connector.class",
        "slack",
        "slack.api.url",
        slack.apiUrl().toString(),
        "slack.token",
        SlackOptions.TOKEN,
        "slack.app.token",
        SlackOptions.APP_TOKEN,
        "slack.channels.private",
        "true");
  }

  private static String name(Summary summary) {
    return summary.getText().replaceFirst("^The granite sample is with (.*)\\.$", "$1");
  }

  private static List<Summary> of(List<Summary> all, String channel) {
    return all.stream().filter(s -> s.getConversation().contains("/" + channel + "/")).toList();
  }

  /** All that was written so far; the channel as a whole has too few messages. */
  private static List<Summary> read(TestNode node, List<Summary> into) {
    var deserializer =
        AvroSerde.of(Summary.class, SchemaRegistryClient.of(node.registryUrl())).deserializer();
    var bytes = new ByteArrayDeserializer();
    Map<String, Object> settings =
        Map.of("bootstrap.servers", node.bootstrapServers(), "isolation.level", "read_committed");
    into.clear();
    try (var consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
      var partitions =
          consumer.partitionsFor(TOPIC).stream()
              .map(p -> new TopicPartition(TOPIC, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      var ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer
            .poll(Duration.ofMillis(100))
            .forEach(record -> {
              if (record.value() != null) {
                into.add(deserializer.deserialize(TOPIC, record.value()));
              }
            });
      }
    }
    return into;
  }
}
