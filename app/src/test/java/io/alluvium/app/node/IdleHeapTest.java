package io.alluvium.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class IdleHeapTest {
  private final AtomicLong collections = new AtomicLong();
  private final AtomicInteger trims = new AtomicInteger();
  private final AtomicLong kept = new AtomicLong();
  private final IdleHeap heap = new IdleHeap(collections::get, kept::get, trims::incrementAndGet);

  @Test
  void givesMemoryBackWhenWorkHasEnded() {
    collections.set(50);
    heap.look();
    assertThat(trims).as("while it works").hasValue(0);
    heap.look();
    assertThat(trims).as("when it is quiet").hasValue(1);
    heap.close();
  }

  @Test
  void givesBackLaterWhatWasHeldForAWhile() {
    look(3);
    assertThat(trims).as("at once, and after half a minute").hasValue(2);
    look(4);
    assertThat(trims).as("after a minute more").hasValue(3);
    look(100);
    assertThat(trims).as("a few times in all").hasValue(4);
    heap.close();
  }

  @Test
  void doesNotTakeBeingQuietForWork() {
    look(50);
    for (int i = 0; i < 100; i++) {
      collections.incrementAndGet();
      heap.look();
    }
    assertThat(trims).hasValue(4);
    collections.addAndGet(30);
    look(2);
    assertThat(trims).as("after more work").hasValue(5);
    heap.close();
  }

  @Test
  void givesBackWhatHasGrownInFewCollections() {
    look(50);
    kept.addAndGet(100 << 20);
    look(1);
    assertThat(trims).hasValue(5);
    heap.close();
  }

  private void look(int times) {
    for (int i = 0; i < times; i++) {
      heap.look();
    }
  }
}
