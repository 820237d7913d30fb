package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * What ingest says of an entity depends on what is reported of that entity, in that order, and on
 * nothing else: not on what is reported of others in between, nor on where a batch ends.
 */
final class IngestPropertiesTest {
  private static TestStream stream;
  private static int runs;

  /**
   * One report of one entity.
   *
   * @param source who reports
   * @param what a text, a deletion, or a record that is none
   * @param observed when
   */
  private record Step(String source, String what, long observed) {}

  @BeforeContainer
  static void open() {
    stream = TestStream.ingest();
  }

  @AfterContainer
  static void close() {
    stream.close();
  }

  @Property(tries = 60)
  void verdictsDoNotDependOnTheInterleavingOfEntities(
      @ForAll("stories") List<List<Step>> stories, @ForAll long one, @ForAll long other) {
    var first = told(interleaved(stories, new Random(one)), List.of());
    var second = told(interleaved(stories, new Random(other)), List.of());
    assertThat(second).isEqualTo(first);
  }

  @Property(tries = 60)
  void verdictsDoNotDependOnWhereBatchesEnd(
      @ForAll("stories") List<List<Step>> stories,
      @ForAll("ends") List<Integer> ends,
      @ForAll("ends") List<Integer> others) {
    var reports = interleaved(stories, new Random(7));
    assertThat(told(reports, others)).isEqualTo(told(reports, ends));
  }

  @Property(tries = 30)
  void whatWasToldBeforeIsToldAgainWithoutANewVersion(@ForAll("stories") List<List<Step>> stories) {
    var reports = interleaved(stories, new Random(7));
    var run = runs;
    told(reports, List.of());
    runs = run;
    told(reports, List.of());
    runs = run;
    assertThat(told(reports, List.of()).values().stream().flatMap(List::stream))
        .noneMatch(said -> said.contains(".created") || said.contains(".updated"));
  }

  @Provide
  Arbitrary<List<List<Step>>> stories() {
    var step =
        Combinators.combine(
                Arbitraries.of("git", "mirror"),
                Arbitraries.of("ABC-1", "ABC-2", "plain", "plain", "stated", "inferred", "garbage"),
                Arbitraries.longs().between(1, 9))
            .as(Step::new);
    return step.list().ofMinSize(1).ofMaxSize(8).list().ofMinSize(1).ofMaxSize(4);
  }

  @Provide
  Arbitrary<List<Integer>> ends() {
    return Arbitraries.integers().between(0, 32).list().ofMaxSize(8);
  }

  private record Report(int entity, Step step) {}

  /** The stories told at once, each in its own order. */
  private static List<Report> interleaved(List<List<Step>> stories, Random random) {
    var open = new ArrayList<List<Report>>();
    for (int entity = 0; entity < stories.size(); entity++) {
      var story = new ArrayList<Report>();
      for (var step : stories.get(entity)) {
        story.add(new Report(entity, step));
      }
      open.add(story);
    }
    var reports = new ArrayList<Report>();
    while (!open.isEmpty()) {
      var story = open.get(random.nextInt(open.size()));
      reports.add(story.removeFirst());
      if (story.isEmpty()) {
        open.remove(story);
      }
    }
    return reports;
  }

  /** What comes out for each entity; at each end a batch is over and punctuators run. */
  private static Map<Integer, List<String>> told(List<Report> reports, List<Integer> ends) {
    var prefix = runs++ + "-";
    for (int i = 0; i < reports.size(); i++) {
      if (ends.contains(i)) {
        stream.pass(Duration.ofSeconds(6));
      }
      send(prefix, reports.get(i));
    }
    var told = new TreeMap<Integer, List<String>>();
    stream.events().forEach(event -> add(told, event.getEntityKey(), "event " + version(event)));
    stream
        .sightings()
        .forEach(seen ->
            add(told, seen.getEntityKey(), "seen by " + seen.getSource() + " " + seen.getLive()));
    stream.links().stream()
        .filter(link -> link.getOutgoing())
        .forEach(link ->
            add(told, link.getEntityKey(), "links " + link.getOtherKey() + " " + link.getLive()));
    stream
        .deadLetters()
        .forEach(letter ->
            add(told, UTF_8.decode(letter.getKey().orElseThrow()).toString(), letter.getReason()));
    stream.cursors();
    return told;
  }

  private static String version(Event event) {
    return String.join(
        " ",
        event.getType(),
        event.getText().orElse("-"),
        event.getSource(),
        event.getRevision() + "",
        event.getCurrent() + "",
        event.getVersionOrder().toString());
  }

  private static void add(Map<Integer, List<String>> told, String entityKey, String said) {
    var entity = entityKey.substring(entityKey.lastIndexOf('-') + 1).replace(".md", "");
    told.computeIfAbsent(Integer.valueOf(entity), first -> new ArrayList<>()).add(said);
  }

  private static void send(String prefix, Report report) {
    var step = report.step();
    var file =
        Raw.file(prefix + report.entity() + ".md", step.what())
            .from(step.source())
            .observed(step.observed());
    switch (step.what()) {
      case "garbage" -> stream.send(file.event().getEntityKey(), "garbage".getBytes(UTF_8));
      case "stated" -> stream.send(file.deleted());
      case "inferred" -> stream.send(file.missing());
      default -> stream.send(file);
    }
  }
}
