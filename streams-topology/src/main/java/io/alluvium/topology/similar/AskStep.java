package io.alluvium.topology.similar;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.NullUnmarked;

/**
 * Gathers the candidates that a newcomer has found in all its bands, and asks each of them once;
 * again if it has found another version of it, because bands are read at different speeds. Here,
 * and only here, all bands of a version come together: so a pair makes one edge however many bands
 * it shares, and a version no more than {@link #MOST}.
 */
// What init() sets is not null in process(), by the contract of Processor.
@NullUnmarked
final class AskStep implements Processor<byte[], byte[], byte[], byte[]> {
  /** So many others one version is compared with: as many as a bucket holds. */
  static final int MOST = Bucket.MOST;

  private ProcessorContext<byte[], byte[]> context;
  private KnownTexts texts;
  private Sensor dropped;

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.texts =
        new KnownTexts(context.getStateStore(KnownTexts.STORE), context::currentStreamTimeMs);
    this.dropped = Tally.DROPPED_CANDIDATES.in(context.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var entity = ByteBuffer.wrap(record.key()).getLong();
    var text = texts.get(entity);
    if (text == null) {
      return;
    }
    var compared = new ArrayList<>(text.compared());
    var question = new Question(text.entityKey(), text.contentHash(), text.signature()).bytes();
    for (var found = ByteBuffer.wrap(record.value()); found.hasRemaining(); ) {
      var other = Place.read(found);
      if (compared.contains(other.version())) {
        continue;
      }
      if (compared.size() == MOST) {
        dropped.record();
        continue;
      }
      compared.add(other.version());
      context.forward(record.withKey(ShortKey.bytes(other.entity())).withValue(question));
    }
    if (compared.size() > text.compared().size()) {
      texts.update(entity, text.comparedWith(compared));
    }
  }
}
