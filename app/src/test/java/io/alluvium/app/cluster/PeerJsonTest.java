package io.alluvium.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.Facet;
import io.alluvium.sinks.search.Mark;
import io.alluvium.sinks.search.Marked;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierAnswer;
import io.alluvium.sinks.search.TierHit;
import io.alluvium.sinks.search.TierHit.Match;
import io.alluvium.sinks.search.TierHit.Origin;
import io.alluvium.sinks.search.TierHit.Passage;
import io.alluvium.sinks.search.TierHit.SnippetOf;
import io.alluvium.sinks.search.TierQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class PeerJsonTest {
  @Test
  void bringsAQuestionOverAsItWas() {
    var filter =
        TierQuery.Filter.ALL
            .with(Facet.KIND, Set.of("file", "issue"))
            .from(Instant.parse("2026-11-20T20:00:00.123456Z"))
            .of("file:a/b");
    var query =
        new TierQuery("wörd -not", filter, new Access(Set.of("team-*"), Set.of("*")), 7)
            .near(new QueryVector("model", new float[] {0.1f, -0.7f}));
    var question = new ShardQuestion("warm", 1, Set.of(0, 5), query);
    assertThat(PeerJson.readQuestion(PeerJson.write(question))).isEqualTo(question);
  }

  @Test
  void bringsAnAnswerOverAsItWas() {
    var origin =
        new Origin(
            "laptop",
            "file",
            "file.created",
            "/",
            Optional.of("ada"),
            Optional.empty(),
            Optional.of("thread:x"));
    var match =
        new Match(OptionalDouble.of(1.25), OptionalDouble.empty(), Optional.of(new Passage(3, 9)));
    var hit =
        new TierHit(
            "hot",
            "ab",
            3,
            "file:a",
            origin,
            Instant.EPOCH,
            Instant.parse("2026-11-20T20:00:00.123456Z"),
            Marked.EMPTY,
            new Marked("text", List.of(new Mark(0, 4))),
            SnippetOf.SUMMARY,
            0.1f,
            match,
            Optional.of("eng"));
    var answer = new TierAnswer(List.of(hit), 9, false, 4, 3, List.of("shard 2 is not open"));
    assertThat(PeerJson.readAnswer(PeerJson.write(answer))).isEqualTo(answer);
  }

  @Test
  void refusesWhatIsNoQuestion() {
    assertThatThrownBy(() -> PeerJson.readQuestion("{}x".getBytes()))
        .isInstanceOf(PeerException.class);
  }
}
