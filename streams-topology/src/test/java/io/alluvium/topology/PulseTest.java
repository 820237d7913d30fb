package io.alluvium.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

final class PulseTest {
  private final MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
  private final List<Long> beats = new ArrayList<>();
  private boolean more = true;
  private final Pulse pulse =
      new Pulse(
          context,
          Duration.ofSeconds(1),
          now -> {
            beats.add(now);
            return more;
          });

  @Test
  void goesOnWhileThereIsMoreToDoAndThenStops() {
    pulse.start();
    var scheduled = context.scheduledPunctuators().getFirst();
    scheduled.getPunctuator().punctuate(1);
    assertThat(scheduled.cancelled()).isFalse();
    more = false;
    scheduled.getPunctuator().punctuate(2);
    assertThat(scheduled.cancelled()).isTrue();
    assertThat(beats).containsExactly(1L, 2L);
  }

  @Test
  void isScheduledOnceHoweverOftenItIsStarted() {
    pulse.start();
    pulse.start();
    assertThat(context.scheduledPunctuators()).hasSize(1);
  }

  @Test
  void canBeStartedAgain() {
    more = false;
    pulse.start();
    context.scheduledPunctuators().getFirst().getPunctuator().punctuate(1);
    pulse.start();
    assertThat(context.scheduledPunctuators()).hasSize(2);
    assertThat(context.scheduledPunctuators().getLast().cancelled()).isFalse();
  }
}
