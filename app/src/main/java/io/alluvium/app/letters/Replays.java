package io.alluvium.app.letters;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.DeadLetter;
import io.alluvium.schemas.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records again to where they lay: same topic and partition, same key, value and headers, and
 * one header more that says which dead letter it was at first. Not thread-safe.
 */
final class Replays implements AutoCloseable {
  private final Topics topics;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();

  Replays(Topics topics, Map<String, Object> clientConfig) {
    this.topics = topics;
    var settings = new HashMap<>(clientConfig);
    settings.put("acks", "all");
    settings.put("max.request.size", Topics.MAX_MESSAGE_BYTES);
    settings.put("compression.type", "lz4");
    settings.put("linger.ms", 5);
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** Why a record cannot be sent again; empty if it can. */
  String refusal(DeadLetter letter) {
    if (!topics.rawPattern().matcher(letter.getTopic()).matches()) {
      return "It lay on "
          + letter.getTopic()
          + ", which only ingest writes. Reset its source to have the event made again.";
    }
    return letter.getValue().isEmpty()
        ? "Its bytes were not kept. Reset its source to have it read again."
        : "";
  }

  void send(StoredLetter stored) {
    var letter = stored.letter();
    var headers = new RecordHeaders();
    letter.getHeaders().forEach((name, value) -> headers.add(name, StoredLetter.bytes(value)));
    headers.remove(StoredLetter.REPLAY_OF);
    headers.add(StoredLetter.REPLAY_OF, stored.origin().getBytes(UTF_8));
    sent.add(
        producer.send(
            new ProducerRecord<>(
                letter.getTopic(),
                letter.getPartition(),
                letter.getKey().map(StoredLetter::bytes).orElse(null),
                letter.getValue().map(StoredLetter::bytes).orElse(null),
                headers)));
  }

  /**
   * Waits until all are written.
   *
   * @return the offset after the last one, by partition
   */
  Map<TopicPartition, Long> written() throws ExecutionException, InterruptedException {
    var ends = new HashMap<TopicPartition, Long>();
    for (var each : sent) {
      var place = each.get();
      var at = new TopicPartition(place.topic(), place.partition());
      ends.merge(at, place.offset() + 1, Math::max);
    }
    return ends;
  }

  @Override
  public void close() {
    producer.close();
  }
}
