package io.alluvium.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class FirstReadTest {
  private static final String PROVEN = "\"scopes\":[{\"processedAsOf\":\"2026-11-20T00:00:00Z\"}]";
  private static final String UNPROVEN = "\"scopes\":[{\"processedAsOf\":null}]";

  @Test
  void isOverWhenEverySourceIsProvenCompleteOnce() {
    assertThat(of("{\"state\":\"running\",\"backfill\":null," + PROVEN + "}").over()).isTrue();
    assertThat(of("{\"state\":\"running\",\"backfill\":null," + UNPROVEN + "}").over()).isFalse();
    assertThat(of("{\"state\":\"running\",\"backfill\":null,\"scopes\":[]}").over()).isFalse();
    assertThat(of("{\"state\":\"starting\"}").over()).isFalse();
    assertThat(of("").over()).isTrue();
  }

  @Test
  void doesNotWaitForASourceThatCannotWorkNow() {
    assertThat(of("{\"state\":\"failed\"}").over()).isTrue();
    assertThat(of("{\"state\":\"paused\"}").over()).isTrue();
  }

  @Test
  void addsUpWhatAllSourcesHaveToRead() {
    var two =
        "{\"state\":\"running\",\"read\":5,\"backfill\":{\"done\":4,\"total\":10}},"
            + "{\"state\":\"running\",\"read\":1,\"backfill\":{\"done\":1,\"total\":20}}";
    assertThat(of(two)).isEqualTo(new FirstRead(false, 5, 30, 6));
  }

  @Test
  void knowsNoTotalWhileOneSourceStillLists() {
    var listing =
        "{\"state\":\"running\",\"read\":5,\"backfill\":{\"done\":4,\"total\":10}},"
            + "{\"state\":\"running\",\"read\":1,\"backfill\":{\"done\":1,\"total\":-1}}";
    assertThat(of(listing).total()).isZero();
  }

  private static FirstRead of(String sources) {
    return FirstRead.of(Json.parse("[" + sources + "]"));
  }
}
