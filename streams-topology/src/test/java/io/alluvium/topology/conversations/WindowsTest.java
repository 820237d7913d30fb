package io.alluvium.topology.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.ConversationWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of windows is in the store alone: whoever opens it goes on. */
final class WindowsTest {
  private static final long NOW = Instant.parse("2026-11-20T10:00:00Z").toEpochMilli();
  private static final long QUIET = Duration.ofMinutes(10).toMillis();
  private static final String THREAD = "slack:T1/C1/0";

  @TempDir Path directory;

  private final KeyValueStore<Bytes, byte[]> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore("windows"), Serdes.Bytes(), Serdes.ByteArray())
          .withLoggingDisabled()
          .build();

  @BeforeEach
  void open() {
    var context =
        new MockProcessorContext<Void, Void>(
            new Properties(), new TaskId(0, 0), directory.toFile());
    store.init(context.getStateStoreContext(), store);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void goOnAfterARestartWhereTheyWere() {
    say(windows(), "one", "two", "three");
    say(windows(), "one", "two", "three", "four", "five");
    assertThat(due(windows(), NOW + QUIET - 1)).isEmpty();
    var published = due(windows(), NOW + QUIET);
    assertThat(published).singleElement().satisfies(w -> assertThat(w.getMessages()).hasSize(5));
    assertThat(due(windows(), NOW + 3 * QUIET)).as("once").isEmpty();
    windows().summarised(Window.of(published.getFirst()), "id", NOW + 3 * QUIET);
    hear(windows(), NOW + 4 * QUIET, "one", "two", "three", "four", "five", "six");
    assertThat(due(windows(), NOW + 5 * QUIET))
        .singleElement()
        .satisfies(window -> assertThat(window.getSupersedes()).contains("id"));
  }

  @Test
  void areFoundAlthoughTheClockWasPutBack() {
    var windows = windows();
    hear(windows, NOW, "1", "2", "3", "4", "5");
    assertThat(due(windows, NOW + QUIET)).hasSize(1);
    for (var message : Talks.window("1", "2", "3", "4", "5").getMessages()) {
      windows.hear("another", message, NOW - 10 * QUIET);
    }
    assertThat(due(windows, NOW - 9 * QUIET)).hasSize(1);
  }

  @Test
  void arePublishedSomeAtATime() {
    var windows = windows();
    for (int i = 0; i < 7; i++) {
      for (var message : Talks.window("1", "2", "3", "4", "5").getMessages()) {
        windows.hear("thread " + i, message, NOW);
      }
    }
    var published = new ArrayList<ConversationWindow>();
    windows.publishDue(NOW + QUIET, 5, published::add);
    assertThat(published).hasSize(5);
    windows.publishDue(NOW + QUIET, 5, published::add);
    assertThat(published)
        .extracting(ConversationWindow::getConversation)
        .hasSize(7)
        .doesNotHaveDuplicates();
  }

  @Test
  void leaveNothingBehindOfWhatWasTakenBack() {
    var windows = windows();
    hear(windows, NOW, "1", "2");
    for (var message : Talks.window("1", "2").getMessages()) {
      message.setRemoved(true);
      windows.hear(THREAD, message, NOW);
    }
    assertThat(due(windows, NOW + QUIET)).isEmpty();
    try (var left = store.all()) {
      assertThat(left.hasNext()).isFalse();
    }
  }

  private Windows windows() {
    return new Windows(new WindowStore(store), WindowRules.DEFAULT);
  }

  private static void say(Windows windows, String... texts) {
    hear(windows, NOW, texts);
  }

  private static void hear(Windows windows, long now, String... texts) {
    for (var message : Talks.window(texts).getMessages()) {
      windows.hear(THREAD, message, now);
    }
  }

  private static List<ConversationWindow> due(Windows windows, long now) {
    var due = new ArrayList<ConversationWindow>();
    windows.publishDue(now, 100, due::add);
    return due;
  }
}
