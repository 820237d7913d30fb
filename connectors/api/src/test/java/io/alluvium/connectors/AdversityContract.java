package io.alluvium.connectors;

import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.schemas.RawEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceConnectorContext;
import org.apache.kafka.connect.storage.OffsetStorageReader;
import org.junit.jupiter.api.Test;

/** What every connector of ours must do when things change, fail or hang. */
public abstract class AdversityContract extends ContractBed {
  private static final Duration LONG = Duration.ofSeconds(60);

  @Test
  final void findsEditsDeletionsAndLateAnswersWhileItFollows() {
    try (var run = start(Map.of())) {
      untilRead(run);
      var before = run.events().size();
      var expected = new HashSet<>(Set.of(upstream().change()));
      upstream().answerLate().ifPresent(expected::add);
      run.until(() -> keys(since(run, before)).containsAll(expected));
      var deleted = upstream().delete();
      run.until(() -> isDeleted(run.events(), deleted));
    }
  }

  @Test
  final void endsEveryFaultWithAllThereIsOrWithAVisibleGap() {
    for (var fault : upstream().faults()) {
      upstream().heal();
      try (var run = TaskRun.start(task(), settings(Map.of()), new MemoryOffsets())) {
        fault.strike().run();
        run.until(() -> saysTheTruth(run, fault) && (hasAll(run) || hasVisibleGap(run)), LONG);
        upstream().heal();
        run.until(() -> saysTheTruth(run, fault) && hasAll(run), LONG);
        run.until(() -> openGaps(run).isEmpty(), LONG);
        assertThat(run.events())
            .as(fault.name())
            .extracting(RawEvent::getEntityKey)
            .containsExactlyInAnyOrderElementsOf(upstream().listed());
      }
    }
  }

  // What is claimed has been published.
  private boolean saysTheTruth(TaskRun run, Upstream.Fault fault) {
    var axes = new HashSet<String>();
    run.events().forEach(event -> axes.add(event.getSourcePartition()));
    assertThat(run.claims())
        .as(fault.name())
        .noneMatch(claim -> axes.contains(claim.getAxis()) && !hasAll(run));
    return true;
  }

  private static boolean hasVisibleGap(TaskRun run) {
    return openGaps(run).values().stream().anyMatch(gap -> !gap.getReason().equals("NOT_READ_YET"));
  }

  @Test
  final void deletesNothingWhileListingsFailHalfWay() {
    try (var run = start(Map.of())) {
      untilRead(run);
      upstream().failHalfWay();
      run.during(Duration.ofMillis(1_500));
      assertThat(run.events()).noneMatch(event -> event.getDeletion().isPresent());
      upstream().heal();
      run.until(() -> hasAll(run), LONG);
      var deleted = upstream().delete();
      run.until(() -> isDeleted(run.events(), deleted), LONG);
      assertThat(run.events())
          .filteredOn(event -> event.getDeletion().isPresent())
          .extracting(RawEvent::getEntityKey)
          .containsOnly(deleted);
    }
  }

  @Test
  final void newCredentialsAndANewNameChangeNothing() {
    try (var run = start(Map.of())) {
      untilRead(run);
    }
    var rotated = upstream().rotate();
    upstream().rename();
    var created = upstream().create();
    try (var run = start(rotated)) {
      run.until(() -> keys(run.events()).contains(created)).untilClaimed();
      assertThat(run.during(Duration.ofMillis(500)).events())
          .extracting(RawEvent::getEntityKey)
          .containsOnlyOnce(created)
          .hasSize(1);
    }
  }

  @Test
  final void sharesOutItsScopesSoThatNoTwoTasksPublishTheSame() {
    var elsewhere = upstream().createElsewhere();
    var runs = new ArrayList<TaskRun>();
    try {
      plan().forEach(task -> runs.add(TaskRun.start(task(), task, offsets())));
      assertThat(runs).hasSize(elsewhere.isPresent() ? 2 : 1);
      var expected = new HashSet<>(upstream().listed());
      elsewhere.ifPresent(expected::add);
      untilPublished(runs, expected);
      expected.add(upstream().create());
      untilPublished(runs, expected);
      runs.forEach(run -> run.during(Duration.ofMillis(300)));
      assertThat(published(runs)).containsExactlyInAnyOrderElementsOf(expected);
    } finally {
      runs.forEach(TaskRun::close);
    }
  }

  private List<Map<String, String>> plan() {
    var settings = settings(Map.of());
    settings.remove(SourceConfig.TASK_SCOPES);
    var connector = connector();
    connector.initialize(new Context(offsets()));
    connector.start(settings);
    try {
      return connector.taskConfigs(2);
    } finally {
      connector.stop();
    }
  }

  private static void untilPublished(List<TaskRun> runs, Set<String> expected) {
    long end = System.nanoTime() + LONG.toNanos();
    while (!published(runs).containsAll(expected)) {
      assertThat(System.nanoTime()).as("Published " + published(runs)).isLessThan(end);
      runs.forEach(TaskRun::poll);
    }
  }

  private static List<String> published(List<TaskRun> runs) {
    return runs.stream().flatMap(run -> run.events().stream()).map(RawEvent::getEntityKey).toList();
  }

  @Test
  final void keepsItsSecretsToItself() {
    var said = new StringBuilder();
    try (var run = start(Map.of())) {
      upstream().faults().stream().limit(1).forEach(fault -> fault.strike().run());
      run.during(Duration.ofMillis(300));
      upstream().heal();
      untilRead(run);
      run.sent().forEach(one -> said.append(one).append(one.headers()));
      said.append(run.events()).append(run.gaps()).append(run.claims()).append(run.runs());
    }
    said.append(offsets().all());
    var unreachable = new HashMap<>(upstream().unreachable());
    unreachable.put("name", NAME);
    connector().validate(unreachable).configValues().stream()
        .flatMap(value -> value.errorMessages().stream())
        .forEach(said::append);
    for (var secret : secrets()) {
      assertThat(said).doesNotContain(secret);
    }
  }

  private List<String> secrets() {
    return connector().config().configKeys().values().stream()
        .filter(key -> key.type == ConfigDef.Type.PASSWORD)
        .map(key -> upstream().settings().getOrDefault(key.name, ""))
        .filter(secret -> !secret.isEmpty())
        .toList();
  }

  @Test
  final void stopsWithinASecondWhileItWaitsForUpstream() throws InterruptedException {
    var run = start(Map.of());
    upstream().hang();
    var polling =
        new Thread(() -> {
          for (int i = 0; i < 50; i++) {
            run.pollUncommitted();
          }
        });
    polling.start();
    // It is well on its way then, on a busy machine too.
    Thread.sleep(700);
    assertThat(Promptness.of(run::close)).isLessThan(Duration.ofSeconds(1));
    polling.join(20_000);
    assertThat(polling.isAlive()).isFalse();
  }

  private static List<RawEvent> since(TaskRun run, int before) {
    var all = run.events();
    return all.subList(before, all.size());
  }

  /** A worker that plans tasks once. */
  private record Context(OffsetStorageReader offsetStorageReader)
      implements SourceConnectorContext {
    @Override
    public PluginMetrics pluginMetrics() {
      return null;
    }

    @Override
    public void requestTaskReconfiguration() {
      // The plan is made once.
    }

    @Override
    public void raiseError(Exception error) {
      throw new ConnectException(error);
    }
  }
}
