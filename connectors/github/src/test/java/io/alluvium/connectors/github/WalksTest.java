package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class WalksTest {
  private static final String LINK = "https://api.github.com/repositories/1/issues?page=2";

  private final SinceWalk since = new SinceWalk(cursor -> URI.create("https://x/?since=" + cursor));
  private final StreamPosition start =
      StreamPosition.begin(Instant.EPOCH, false, true, "")
          .begun(Instant.parse("2026-11-20T08:00:00Z"));

  @Test
  void asksAnewFromTheLastTimeOfAPageASecondLess() {
    var step = since.after(start, page("10:00:00", "10:05:00", true, 100));
    assertThat(step.ended()).isFalse();
    assertThat(since.page(step.at())).hasToString("https://x/?since=2026-01-01T10:04:59Z");
  }

  @Test
  void followsLinksWhereAPageDoesNotReachBeyondASecondAndGoesThroughThemUntilNothingIsNew() {
    var at = start.at("2026-01-01T09:59:59Z", "", "");
    var second = since.after(at, page("10:00:00", "10:00:00", true, 100));
    assertThat(since.page(second.at())).hasToString(LINK);
    var again = since.after(second.at(), page("10:00:00", "10:00:00", false, 40));
    assertThat(again.ended()).isFalse();
    assertThat(again.at().next()).isEmpty();
    var once = since.after(again.at(), page("10:00:00", "10:00:00", true, 0));
    assertThat(since.after(once.at(), page("10:00:00", "10:00:00", false, 0)).ended()).isTrue();
  }

  @Test
  void beginsAgainFromTheTimeWhenALinkHasExpired() {
    var at = start.at("2026-01-01T09:59:59Z", "", LINK);
    assertThat(since.page(since.refused(at).at()))
        .hasToString("https://x/?since=2026-01-01T09:59:59Z");
  }

  @Test
  void goesBackToWhereTheLastPassBegan() {
    var walk = new NewestFirstWalk(URI.create("https://x/pulls"));
    var at = start.at("2026-01-01T10:00:00Z", "", "");
    var second = walk.after(at, page("11:00:00", "12:00:00", true, 100));
    assertThat(walk.page(second.at())).hasToString(LINK);
    var end = walk.after(second.at(), page("09:59:59", "11:00:00", true, 3));
    assertThat(end.ended()).isTrue();
    assertThat(end.at().cursor()).isEqualTo("2026-01-01T11:59:59Z");
  }

  @Test
  void provesNothingWhereAListingIsCutOffBeforeItsEnd() {
    var walk = new NewestFirstWalk(URI.create("https://x/pulls"));
    var second = walk.after(start, page("11:00:00", "12:00:00", true, 100));
    assertThat(walk.refused(second.at()))
        .satisfies(step -> assertThat(step.ended()).isTrue())
        .satisfies(step -> assertThat(step.complete()).isFalse());
  }

  private static SeenPage page(String oldest, String newest, boolean more, int news) {
    return new SeenPage(
        Optional.of(Instant.parse("2026-01-01T" + oldest + "Z")),
        Optional.of(Instant.parse("2026-01-01T" + newest + "Z")),
        more ? Optional.of(URI.create(LINK)) : Optional.empty(),
        news);
  }
}
