package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ItemRetriesTest {
  private final ItemRetries retries = new ItemRetries(Set.of("thread 7"));

  @Test
  void triesThreeTimesAndThenGoesOnWithoutTheThing() throws IOException {
    assertThatThrownBy(() -> retries.attempt("thread 1", ItemRetriesTest::fail))
        .hasMessage("status 502");
    assertThatThrownBy(() -> retries.attempt("thread 1", ItemRetriesTest::fail))
        .hasMessage("status 502");
    assertThat(retries.attempt("thread 1", ItemRetriesTest::fail))
        .isEqualTo(new ItemRetries.Outcome.GivenUp<>("status 502"));
    assertThat(retries.due()).doesNotContain("thread 1");
  }

  @Test
  void triesAgainAtOnceWhatHadFailedBeforeARestart() throws IOException {
    assertThat(retries.due()).containsExactly("thread 7");
    assertThat(retries.attempt("thread 7", () -> "text"))
        .isEqualTo(new ItemRetries.Outcome.Read<>("text", true));
    assertThat(retries.due()).isEmpty();
  }

  @Test
  void givesUpAtOnceOnWhatHadFailedBefore() throws IOException {
    assertThat(retries.attempt("thread 7", ItemRetriesTest::fail))
        .isInstanceOf(ItemRetries.Outcome.GivenUp.class);
  }

  @Test
  void doesNotCountALimit() throws IOException {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() ->
              retries.attempt(
                  "thread 1",
                  () -> {
                    throw new RateLimitedException(Instant.MAX, "slow down");
                  }))
          .isInstanceOf(RateLimitedException.class);
    }
    assertThat(retries.attempt("thread 1", () -> "text"))
        .isEqualTo(new ItemRetries.Outcome.Read<>("text", false));
  }

  private static String fail() throws IOException {
    throw new IOException("status 502");
  }
}
