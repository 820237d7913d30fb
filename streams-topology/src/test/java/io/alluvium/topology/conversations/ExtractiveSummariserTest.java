package io.alluvium.topology.conversations;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sums up with what was said, and with nothing else. */
final class ExtractiveSummariserTest {
  private static final String[] INCIDENT = {
    "The search index of the staging cluster is broken since the upgrade this morning.",
    "Which shard of the search index is broken, and what does the log say?",
    "Shard three of the search index, the log says that a checksum does not match.",
    "lol",
    "We had a broken checksum before the upgrade of the storage driver, it was a bad disk.",
    "I replace the disk and rebuild shard three of the search index this afternoon.",
    "Great, thanks a lot, that is wonderful!",
    "ok"
  };

  private final ExtractiveSummariser summariser = new ExtractiveSummariser();

  @Test
  void picksTheSentencesThatMatterInTheirOrderWithWhoSaidThem() {
    var gist = summariser.summarise(Talks.window(INCIDENT));
    assertThat(gist.text().lines()).hasSizeBetween(2, 3);
    assertThat(gist.text()).contains("hard three of the search index").contains("Ada: ");
    assertThat(gist.text()).doesNotContain("lol", "thanks");
    assertThat(gist.topics()).isNotEmpty().first().asString().contains("search index");
    assertThat(gist.tone()).isPresent();
    assertThat(gist.confidence().orElseThrow()).isBetween(0.0, 1.0);
    assertThat(gist.fallback()).isEmpty();
  }

  @Test
  void givesTheSameSummaryAgainAndTheIdSaysOfWhatAndHow() {
    var window = Talks.window(INCIDENT);
    var one = summariser.summarise(window);
    assertThat(summariser.summarise(Talks.window(INCIDENT))).isEqualTo(one);
    var early = SummaryRecord.of(window, one, Instant.EPOCH);
    var late = SummaryRecord.of(window, one, Instant.EPOCH.plusSeconds(1));
    assertThat(early.getId()).hasSize(64).isEqualTo(late.getId());
    assertThat(early.getMessageCount()).isEqualTo(8);
    assertThat(early.getParticipants()).containsExactly("U-ada", "U-bob");
    assertThat(early.getCompressionRatio()).isBetween(0.1, 0.9);
    assertThat(early.getSources()).containsExactly("chat");
    assertThat(early.getScopes()).containsExactly("C1");
    assertThat(early.getVisibility()).isEqualTo("public");

    var shuffled = Talks.window(INCIDENT);
    shuffled.setMessages(shuffled.getMessages().reversed());
    assertThat(SummaryRecord.of(shuffled, one, Instant.EPOCH).getId()).isEqualTo(early.getId());
    shuffled.getMessages().getFirst().setContentHash("another");
    assertThat(SummaryRecord.of(shuffled, one, Instant.EPOCH).getId()).isNotEqualTo(early.getId());
    var byAnother =
        new Gist(one.text(), one.topics(), one.tone(), one.confidence(), "another", one.fallback());
    assertThat(SummaryRecord.of(window, byAnother, Instant.EPOCH).getId())
        .isNotEqualTo(early.getId());
  }

  @Test
  void findsSomethingToSayWhereNobodySaidASentence() {
    assertThat(summariser.summarise(Talks.window("ok", "fine", "+1", "release!", "ok")).text())
        .isEqualTo("Bob: release!");
    assertThat(summariser.summarise(Talks.window("好的", "明天见", "ok", "。", "?")).text()).isNotEmpty();
  }

  @Test
  void saysWhatWasLeftOut() {
    var window = Talks.window(INCIDENT);
    window.setOmitted(7);
    window.getMessages().getFirst().setTruncated(true);
    window.getMessages().getFirst().setVisibility("private");
    var summary = SummaryRecord.of(window, summariser.summarise(window), Instant.EPOCH);
    assertThat(summary.getOmittedMessages()).isEqualTo(7);
    assertThat(summary.getCutMessages()).isEqualTo(1);
    assertThat(summary.getVisibility()).isEqualTo("private");
  }

  @Test
  void readsTheMarkupOfChats() {
    assertThat(
            ChatMarkup.plain(
                "<@U1> and <@U2|bob> in <#C1|stones>: <https://a.example/x|the page> &amp;"
                    + " <https://b.example> <!here> 1 &lt; 2",
                List.of("U1"),
                List.of("Ada")))
        .isEqualTo("@Ada and @bob in #stones: the page & https://b.example @here 1 < 2");
  }
}
