package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.by;
import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.event;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntityEnrichmentTest {
  @Test
  void findsAddressesWithoutWhatFollowsThem() {
    assertThat(entities("See https://example.org/a/b?c=1#d. Or (http://localhost:8484/), please."))
        .containsExactly("url https://example.org/a/b?c=1#d", "url http://localhost:8484/");
  }

  @Test
  void findsRepositories() {
    assertThat(
            entities("Broken since https://github.com/apache/kafka/pull/123, see lucene/core#45"))
        .containsExactly(
            "url https://github.com/apache/kafka/pull/123",
            "repository apache/kafka",
            "repository lucene/core");
    assertThat(entities("git clone git@example.org:tools/build.env.git"))
        .containsExactly("repository tools/build.env");
    assertThat(entities("either/or, docs/guide.md and 1/2 are none")).isEmpty();
  }

  @Test
  void findsVersionsButNoDatesAddressesOrFractions() {
    assertThat(entities("Upgrade onnxruntime from 1.20.0 to v1.28, not to 1.29.0-rc.1."))
        .containsExactly("version 1.20.0", "version v1.28", "version 1.29.0-rc.1");
    assertThat(entities("On 2026.11.20 it took 1.5 s and 12.25 MB")).isEmpty();
  }

  @Test
  void findsHosts() {
    assertThat(entities("ssh build-3.ci.example.com, then ping 10.0.0.7 and localhost:9092."))
        .containsExactly("host build-3.ci.example.com", "host 10.0.0.7", "host localhost");
    assertThat(entities("org.apache.kafka.io and README.md and Main.java are none")).isEmpty();
    assertThat(entities("mail jane@example.com")).isEmpty();
  }

  @Test
  void findsPeopleWhereTheTextMarksThem() {
    assertThat(entities("Thanks @octo-cat and <@U012AB3CD>! cc @jane."))
        .containsExactly("person octo-cat", "person U012AB3CD", "person jane");
    assertThat(
            entities(
                event(
                    "commit",
                    "subject",
                    "subject\n\nReviewed-by: Jane Doe <jane@example.com>\n"
                        + "Co-authored-by: Zoë Müller <zoe@example.com>")))
        .containsExactly("person Jane Doe", "person Zoë Müller");
    assertThat(entities("npm i @types/node, a@b, foo@bar.com, @Test() and `@Override`"))
        .doesNotContain("person types", "person b", "person bar", "person Test");
  }

  @Test
  void findsTheActorOfTheEvent() {
    var text = "Jane Doe here: I will look into it, ask Jane Doe tomorrow.";
    assertThat(entities(by("Jane Doe", message(text)))).containsExactly("person Jane Doe");
    assertThat(entities(by("Jan", message("January")))).isEmpty();
  }

  @Test
  void findsNoPeopleInCode() {
    assertThat(entities(event("file", "Main.java", "@Deprecated class Main { @Override int a; }")))
        .isEmpty();
  }

  @Test
  void saysWhereEachIsFirstNamed() {
    var text = "🚀 use v1.2, not v1.1, and v1.2 again";
    var found = derive(new EntityEnrichment(), message(text)).getEntities();
    assertThat(found).hasSize(2);
    assertThat(found)
        .allSatisfy(
            e -> assertThat(text.substring(e.getStart(), e.getEnd())).isEqualTo(e.getName()));
    assertThat(found.getFirst().getStart()).isEqualTo(text.indexOf("v1.2"));
  }

  @Test
  void keepsAHundredAtMost() {
    var text = new StringBuilder();
    for (int i = 0; i < 500; i++) {
      text.append("v1.").append(i).append(' ');
    }
    assertThat(derive(new EntityEnrichment(), message(text.toString())).getEntities()).hasSize(100);
  }

  private static List<String> entities(String text) {
    return entities(message(text));
  }

  private static List<String> entities(Event event) {
    return derive(new EntityEnrichment(), event).getEntities().stream()
        .map(entity -> entity.getType() + " " + entity.getName())
        .toList();
  }
}
