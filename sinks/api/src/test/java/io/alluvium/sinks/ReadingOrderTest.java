package io.alluvium.sinks;

import static io.alluvium.sinks.TestLog.enriched;
import static io.alluvium.sinks.TestLog.events;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReadingOrderTest {
  private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
  private final ReadingOrder order = new ReadingOrder(consumer, TestLog.decoder());

  @BeforeEach
  void assign() {
    consumer.assign(List.of(events(0), enriched(0)));
    consumer.seek(events(0), 0);
    consumer.seek(enriched(0), 0);
  }

  @Test
  void readsBothWhileNotFarBehind() {
    behind(5_000, 500);
    order.next();
    assertThat(consumer.paused()).isEmpty();
    assertThat(order.lag(events(0))).isEqualTo(5_000);
  }

  @Test
  void letsBareRecordsWaitWhileFarBehindOnEnrichedOnes() {
    behind(5_000, 5_000);
    order.next();
    assertThat(consumer.paused()).containsExactly(events(0));
  }

  @Test
  void givesBareRecordsARoundNowAndThen() {
    behind(5_000, 5_000);
    boolean read = false;
    for (int round = 0; round < 20; round++) {
      order.next();
      read |= consumer.paused().isEmpty();
    }
    assertThat(read).isTrue();
  }

  @Test
  void doesNotBelieveALagFromBeforeAPause() {
    behind(0, 5_000);
    order.next();
    behind(0, 0);
    order.next();
    assertThat(consumer.paused()).isEmpty();
    assertThat(order.lag(events(0))).isEqualTo(-1);
    assertThat(order.lag(enriched(0))).isZero();
  }

  private void behind(long bare, long enriched) {
    consumer.updateEndOffsets(Map.of(events(0), bare, enriched(0), enriched));
  }
}
