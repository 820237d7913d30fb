package io.alluvium.app.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class IdleHeapTest {
  private final AtomicLong collections = new AtomicLong();
  private final AtomicInteger trims = new AtomicInteger();
  private final IdleHeap heap = new IdleHeap(collections::get, trims::incrementAndGet);

  @Test
  void givesMemoryBackOnceWhenWorkHasEnded() {
    collections.set(50);
    heap.look();
    assertThat(trims).as("while it works").hasValue(0);
    heap.look();
    assertThat(trims).as("when it is quiet").hasValue(1);
    collections.incrementAndGet();
    heap.look();
    heap.look();
    assertThat(trims).as("while it stays quiet").hasValue(1);
    collections.addAndGet(30);
    heap.look();
    heap.look();
    assertThat(trims).as("after more work").hasValue(2);
    heap.close();
  }
}
