package io.alluvium.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ThreadReplacementTest {
  private final ThreadReplacement replacement = new ThreadReplacement("test");

  @Test
  void replacesAThreadThatFailedWaitingLongerEachTime() {
    var first = time(() -> assertThat(fail()).isEqualTo(REPLACE_THREAD));
    var second = time(() -> assertThat(fail()).isEqualTo(REPLACE_THREAD));
    assertThat(first).isGreaterThanOrEqualTo(Duration.ofMillis(490));
    assertThat(second).isGreaterThanOrEqualTo(Duration.ofMillis(990));
  }

  @Test
  void remembersWhoFailed() {
    assertThat(replacement.isFailed(Thread.currentThread())).isFalse();
    fail();
    assertThat(replacement.isFailed(Thread.currentThread())).isTrue();
  }

  @Test
  void replacesNothingOnceItIsStopped() {
    replacement.stop();
    assertThat(fail()).isEqualTo(SHUTDOWN_CLIENT);
  }

  private Object fail() {
    return replacement.handle(new IllegalStateException("outer", new RuntimeException("inner")));
  }

  private static Duration time(Runnable action) {
    var start = System.nanoTime();
    action.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
