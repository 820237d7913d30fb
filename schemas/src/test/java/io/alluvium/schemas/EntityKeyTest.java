package io.alluvium.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;

final class EntityKeyTest {
  @Test
  void liesWhereAProducerPutsARecordWithThisKey() {
    for (int i = 0; i < 1_000; i++) {
      var key = EntityKey.file("wurzel", "ä/" + i);
      var bytes = key.value().getBytes(UTF_8);
      assertThat(key.partition(8))
          .isEqualTo(BuiltInPartitioner.partitionForKey(bytes, 8))
          .isEqualTo(EntityKey.partition(bytes, 8));
    }
  }
}
