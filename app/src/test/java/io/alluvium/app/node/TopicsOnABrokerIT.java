package io.alluvium.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.app.UserError;
import io.alluvium.app.embedded.EmbeddedBroker;
import io.alluvium.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TopicsOnABrokerIT {
  private static final Duration WEEK = Duration.ofDays(7);

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static Admin admin;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(directory, 0);
    admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
  }

  @AfterAll
  static void stop() {
    admin.close();
    broker.close();
  }

  @Test
  void putsRightASettingThatSomebodyChanged() throws Exception {
    var spec = new Topics.Spec("changed", 2, Topics.Cleanup.TRIMMED);
    new TopicSetup(admin).ensure(List.of(spec));
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, "changed");
    var change = new ConfigEntry("retention.ms", "1000");
    admin
        .incrementalAlterConfigs(
            Map.of(resource, List.of(new AlterConfigOp(change, AlterConfigOp.OpType.SET))))
        .all()
        .get();
    new TopicSetup(admin).ensure(List.of(spec));
    var config = admin.describeConfigs(List.of(resource)).all().get().get(resource);
    assertThat(config.get("retention.ms").value()).isEqualTo("-1");
  }

  @Test
  void refusesAnotherNumberOfPartitions() {
    new TopicSetup(admin).ensure(List.of(new Topics.Spec("split", 2, Topics.Cleanup.COMPACTED)));
    assertThatThrownBy(() ->
            new TopicSetup(admin)
                .ensure(List.of(new Topics.Spec("split", 4, Topics.Cleanup.COMPACTED))))
        .isInstanceOfSatisfying(
            UserError.class,
            error -> {
              assertThat(error.code()).isEqualTo("TOPIC_PARTITIONS");
              assertThat(error.message()).contains("split", "2", "4");
            });
  }

  @Test
  void trimsOnlyWhatIsOldAndReadByEveryReader() throws Exception {
    fill("read", 10);
    commit("one", "read", 8);
    commit("two", "read", 5);
    var rule = new TopicTrimmer.Rule("read", WEEK, List.of("one", "two"));

    assertThat(trimmer(Duration.ZERO).trim(List.of(rule)).trimmedTo()).isEmpty();
    assertThat(logStart("read")).isZero();
    var outcome = trimmer(WEEK.plusDays(1)).trim(List.of(rule));
    assertThat(outcome.trimmedTo()).containsValue(5L);
    assertThat(outcome.holds()).isEmpty();
    assertThat(logStart("read")).isEqualTo(5);
  }

  @Test
  void keepsEverythingForAReaderThatNeverCommittedAndNamesIt() throws Exception {
    fill("held", 10);
    commit("one", "held", 8);
    var rule = new TopicTrimmer.Rule("held", WEEK, List.of("one", "absent"));
    var outcome = trimmer(WEEK.plusDays(1)).trim(List.of(rule));
    assertThat(outcome.holds())
        .containsExactly(new TopicTrimmer.Hold("absent", new TopicPartition("held", 0)));
    assertThat(logStart("held")).isZero();
  }

  @Test
  void trimsByAgeAloneWhereNobodyMustRead() throws Exception {
    fill("letters", 3);
    trimmer(WEEK.plusDays(1)).trim(List.of(new TopicTrimmer.Rule("letters", WEEK, List.of())));
    assertThat(logStart("letters")).isEqualTo(3);
  }

  private static TopicTrimmer trimmer(Duration later) {
    return new TopicTrimmer(admin, Clock.fixed(Instant.now().plus(later), ZoneOffset.UTC));
  }

  private static void fill(String topic, int records) throws Exception {
    new TopicSetup(admin).ensure(List.of(new Topics.Spec(topic, 1, Topics.Cleanup.TRIMMED)));
    Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        producer.send(new ProducerRecord<>(topic, "record " + i)).get();
      }
    }
  }

  private static void commit(String group, String topic, long offset) throws Exception {
    var offsets = Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(offset));
    admin.alterConsumerGroupOffsets(group, offsets).all().get();
  }

  private static long logStart(String topic) throws Exception {
    var partition = new TopicPartition(topic, 0);
    return admin
        .listOffsets(Map.of(partition, OffsetSpec.earliest()))
        .partitionResult(partition)
        .get()
        .offset();
  }
}
