package io.alluvium.topology.similar;

import io.alluvium.topology.store.CrashSafeStore;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.NullUnmarked;

/**
 * Keeps the bucket of each band, and tells who enters one whom it found there: the places of
 * candidates, the most similar first, under the short key of the newcomer.
 */
// What init() sets is not null in process(), by the contract of Processor.
@NullUnmarked
final class MatchStep implements Processor<byte[], byte[], byte[], byte[]> {
  /** Name of the store; its changelog depends on it. */
  static final String STORE = "similar-bands";

  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<Bytes, byte[]> buckets;
  private Sensor candidates;
  private Sensor dropped;

  static StoreBuilder<KeyValueStore<Bytes, byte[]>> store() {
    return Stores.keyValueStoreBuilder(
        CrashSafeStore.dense(STORE), Serdes.Bytes(), Serdes.ByteArray());
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.buckets = Objects.requireNonNull(context.getStateStore(STORE));
    this.candidates = Tally.CANDIDATES.in(context.metrics());
    this.dropped = Tally.DROPPED_PLACES.in(context.metrics());
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    var key = Bytes.wrap(record.key());
    var bucket = Bucket.of(buckets.get(key));
    switch (Move.of(record.value())) {
      case Move.Enter(var place) -> {
        var others = bucket.without(place.entity());
        tell(record, place.entity(), others.near(place.sketch()));
        if (others.places().size() == Bucket.MOST) {
          dropped.record();
        }
        buckets.put(key, others.with(place).bytes());
      }
      case Move.Leave(var entity) -> {
        if (bucket.holds(entity)) {
          var rest = bucket.without(entity);
          buckets.put(key, rest.isEmpty() ? null : rest.bytes());
        }
      }
    }
  }

  private void tell(Record<byte[], byte[]> record, long newcomer, List<Place> near) {
    if (!near.isEmpty()) {
      var found = ByteBuffer.allocate(near.size() * Place.BYTES);
      near.forEach(place -> place.write(found));
      context.forward(record.withKey(ShortKey.bytes(newcomer)).withValue(found.array()));
      candidates.record(near.size());
    }
  }
}
