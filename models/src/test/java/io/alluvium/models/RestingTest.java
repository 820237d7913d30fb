package io.alluvium.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RestingTest {
  private final AtomicInteger loaded = new AtomicInteger();
  private final BlockingQueue<Integer> released = new LinkedBlockingQueue<>();

  @Test
  void isLoadedOnceWhileItIsUsed() {
    var resting = resting(Duration.ofMinutes(1));
    assertThat(loaded).hasValue(0);
    assertThat(number(resting)).isEqualTo(1);
    assertThat(number(resting)).isEqualTo(1);
    assertThat(released).isEmpty();
  }

  @Test
  void isLetGoWhenNobodyUsesItAndLoadedAgain() throws InterruptedException {
    var resting = resting(Duration.ofMillis(20));
    assertThat(number(resting)).isEqualTo(1);
    assertThat(released.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
    assertThat(number(resting)).isEqualTo(2);
  }

  @Test
  void isNotLetGoWhileItIsBeingUsed() throws InterruptedException {
    var resting = resting(Duration.ofMillis(1));
    int releasedMeanwhile =
        resting.use(number -> {
          sleep();
          return released.size();
        });
    assertThat(releasedMeanwhile).isZero();
    assertThat(released.poll(30, TimeUnit.SECONDS)).isEqualTo(1);
  }

  private static int number(Resting<Integer> resting) {
    return resting.use(number -> number);
  }

  private Resting<Integer> resting(Duration rest) {
    return new Resting<>(loaded::incrementAndGet, released::add, rest);
  }

  private static void sleep() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
