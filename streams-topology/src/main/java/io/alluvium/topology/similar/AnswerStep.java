package io.alluvium.topology.similar;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.NearDuplicate;
import io.alluvium.topology.RecordKeys;
import java.nio.ByteBuffer;
import java.time.Instant;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/**
 * Compares the signatures of two events, where the second is known; if they agree, publishes the
 * edge, once for each end.
 */
// What init() sets is not null in process(), by the contract of Processor.
@NullUnmarked
final class AnswerStep implements Processor<byte[], byte[], byte[], NearDuplicate> {
  /**
   * Similarity from which two texts are near-duplicates. In the middle between 0.8, where all must
   * be found, and 0.6, below which none should be, with two to three deviations on either side.
   */
  static final double THRESHOLD = 0.7;

  private static final String RELATION = "near_duplicate_of";

  private ProcessorContext<byte[], NearDuplicate> context;
  private KnownTexts texts;
  private Sensor verified;
  private Sensor edges;

  @Override
  public void init(ProcessorContext<byte[], NearDuplicate> context) {
    this.context = context;
    this.texts =
        new KnownTexts(context.getStateStore(KnownTexts.STORE), context::currentStreamTimeMs);
    this.verified = Tally.VERIFIED.in(context.metrics());
    this.edges = Tally.EDGES.in(context.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var question = Question.of(record.value());
    var text = texts.get(ByteBuffer.wrap(record.key()).getLong());
    if (text == null || text.entityKey().equals(question.entityKey())) {
      return;
    }
    verified.record();
    var similarity = text.signature().similarity(question.signature());
    // Who asks has found a place, perhaps of the version before: whether there is an edge must not
    // depend on that.
    if (similarity >= THRESHOLD && text.signature().meets(question.signature())) {
      edges.record();
      var end = edge(question, text, similarity);
      publish(record, end);
      publish(record, turned(end));
    }
  }

  private NearDuplicate edge(Question question, KnownText text, double similarity) {
    var edge = new NearDuplicate();
    edge.setId(EdgeId.of(question.contentHash(), text.contentHash()));
    edge.setEntityKey(question.entityKey());
    edge.setContentHash(question.contentHash());
    edge.setOtherKey(text.entityKey());
    edge.setOtherHash(text.contentHash());
    edge.setScore(similarity);
    edge.setAlgorithm(NearDuplicates.ALGORITHM);
    edge.setFoundAt(Instant.ofEpochMilli(context.currentSystemTimeMs()));
    return edge;
  }

  private static NearDuplicate turned(NearDuplicate end) {
    return NearDuplicate.newBuilder(end)
        .setEntityKey(end.getOtherKey())
        .setContentHash(end.getOtherHash())
        .setOtherKey(end.getEntityKey())
        .setOtherHash(end.getContentHash())
        .build();
  }

  private void publish(Record<byte[], byte[]> record, NearDuplicate edge) {
    var key = String.join(RecordKeys.SEPARATOR, edge.getEntityKey(), RELATION, edge.getOtherKey());
    context.forward(record.withKey(key.getBytes(UTF_8)).withValue(edge));
  }
}
