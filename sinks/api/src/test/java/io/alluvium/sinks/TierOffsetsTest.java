package io.alluvium.sinks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

final class TierOffsetsTest {
  private static final TopicPartition EVENTS = new TopicPartition("my-site.events", 7);

  @Test
  void comeBackFromCommitDataBesideOtherKeys() {
    var offsets = new TierOffsets(Map.of(EVENTS, 42L, new TopicPartition("x", 0), 0L));
    var data = new HashMap<>(offsets.toCommitData());
    data.put("alluvium.format", "1");
    assertThat(TierOffsets.fromCommitData(data)).isEqualTo(offsets);
  }

  @Test
  void areAbsentForATopicNeverRead() {
    assertThat(TierOffsets.NONE.of(EVENTS)).isEmpty();
    assertThat(TierOffsets.NONE.isEmpty()).isTrue();
  }

  @Test
  void refuseWhatIsNoOffset() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TierOffsets(Map.of(EVENTS, -1L)))
        .withMessageContaining("-1 for my-site.events-7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TierOffsets.fromCommitData(Map.of("offset.events", "1")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TierOffsets.fromCommitData(Map.of("offset.events-0", "one")));
  }
}
