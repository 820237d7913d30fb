package io.alluvium.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class IdleHeapTest {
  private final AtomicLong cpu = new AtomicLong();
  private final AtomicInteger trims = new AtomicInteger();
  private final IdleHeap heap = new IdleHeap(cpu::get, trims::incrementAndGet);

  @Test
  void givesMemoryBackWhenWorkHasEnded() {
    work();
    heap.look();
    assertThat(trims).as("while it works").hasValue(0);
    heap.look();
    assertThat(trims).as("when it is quiet").hasValue(1);
    heap.close();
  }

  @Test
  void givesBackLaterWhatWasHeldForAWhile() {
    look(3);
    assertThat(trims).as("at once, and 20 seconds later").hasValue(2);
    look(4);
    assertThat(trims).as("40 seconds after that").hasValue(3);
    look(100);
    assertThat(trims).as("a few times in all").hasValue(4);
    work();
    look(2);
    assertThat(trims).as("after more work").hasValue(5);
    heap.close();
  }

  @Test
  void doesNotTakeBeingIdleForWork() {
    for (int i = 0; i < 100; i++) {
      cpu.addAndGet(TimeUnit.SECONDS.toNanos(1));
      heap.look();
    }
    assertThat(trims).hasValue(4);
    heap.close();
  }

  private void work() {
    cpu.addAndGet(TimeUnit.SECONDS.toNanos(15));
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      heap.look();
    }
  }
}
