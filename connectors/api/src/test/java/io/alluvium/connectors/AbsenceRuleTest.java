package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AbsenceRuleTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final AbsenceRule rule = new AbsenceRule(Duration.ofSeconds(3));

  @Test
  void believesUpToAFifthAtOnce() {
    var verdict = rule.judge(Set.of("a", "b"), 10, START);
    assertThat(verdict.deleted()).containsExactlyInAnyOrder("a", "b");
    assertThat(verdict.listAgain()).isFalse();
  }

  @Test
  void waitsWhenMoreThanAFifthIsAbsent() {
    var verdict = rule.judge(Set.of("a", "b", "c"), 10, START);
    assertThat(verdict.deleted()).isEmpty();
    assertThat(verdict.listAgain()).isTrue();
  }

  @Test
  void doesNotTakeAnEarlySecondListingForConfirmation() {
    rule.judge(Set.of("a", "b", "c"), 10, START);
    var verdict = rule.judge(Set.of("a", "b", "c"), 10, START.plusSeconds(2));
    assertThat(verdict.deleted()).isEmpty();
    assertThat(verdict.listAgain()).isTrue();
  }

  @Test
  void believesWhatBothListingsDoNotShow() {
    rule.judge(Set.of("a", "b", "c"), 10, START);
    var verdict = rule.judge(Set.of("a", "b", "c"), 10, START.plusSeconds(3));
    assertThat(verdict.deleted()).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(verdict.listAgain()).isFalse();
  }

  @Test
  void asksOnceMoreForWhatOnlyTheSecondListingDoesNotShow() {
    rule.judge(Set.of("a", "b", "c"), 10, START);
    var verdict = rule.judge(Set.of("b", "c", "d"), 10, START.plusSeconds(3));
    assertThat(verdict.deleted()).containsExactlyInAnyOrder("b", "c");
    assertThat(verdict.listAgain()).isTrue();
  }

  @Test
  void forgetsASuspicionThatWasNotConfirmed() {
    rule.judge(Set.of("a", "b", "c"), 10, START);
    rule.judge(Set.of(), 10, START.plusSeconds(3));
    var verdict = rule.judge(Set.of("a", "b", "c"), 10, START.plusSeconds(6));
    assertThat(verdict.deleted()).isEmpty();
    assertThat(verdict.listAgain()).isTrue();
  }
}
