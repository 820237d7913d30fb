package io.alluvium.sinks.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.sinks.TestEvent;
import io.alluvium.sinks.TierTopic;
import io.alluvium.sinks.search.Access;
import io.alluvium.sinks.search.FactSearch;
import io.alluvium.sinks.search.TierQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A view that is not given back keeps its files for as long as the process lives. */
final class GivenBackViewsTest {
  @TempDir Path directory;

  @Test
  void whoeverAsksGivesBackWhatItRead() throws IOException {
    try (var resources = new LuceneResources(1);
        var tier = LuceneTier.warm(directory, true, resources)) {
      var shard = (LuceneShard) tier.open(0);
      shard.apply(TestEvent.version("file:root/a", 0, "text").bare());
      shard.refresh();
      var view = shard.acquire();
      int before = view.getRefCount();
      tier.search(new TierQuery("text", TierQuery.Filter.ALL, Access.ALL, 10));
      tier.facts(
          new FactSearch.Query(
              EnumSet.allOf(TierTopic.class), Optional.empty(), "", Access.ALL, 10));
      tier.entities();
      assertThat(view.getRefCount()).isEqualTo(before);
      LuceneShard.release(view);
    }
  }
}
