package io.alluvium.connectors.github;

import io.alluvium.connectors.TaskRun;
import io.alluvium.schemas.RawEvent;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a run has published, as tests look at it. */
final class Events {
  private Events() {}

  /** Numbers of the issues. */
  static Set<Integer> numbers(TaskRun run) {
    return numbersOf(run, "issue");
  }

  /** Numbers of the issues or pull requests that exist. */
  static Set<Integer> numbersOf(TaskRun run, String kind) {
    return of(run, kind).stream()
        .filter(event -> event.getDeletion().isEmpty())
        .map(event -> Integer.parseInt(event.getAttributes().get("number")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Entity keys of a kind. */
  static Set<String> keys(TaskRun run, String kind) {
    return of(run, kind).stream().map(RawEvent::getEntityKey).collect(Collectors.toSet());
  }

  static List<RawEvent> of(TaskRun run, String kind) {
    return run.events().stream().filter(event -> event.getKind().equals(kind)).toList();
  }

  static List<String> kinds(TaskRun run) {
    return run.events().stream().map(RawEvent::getKind).toList();
  }

  /** Entity keys of what is gone. */
  static List<String> deleted(TaskRun run) {
    return run.events().stream()
        .filter(event -> event.getDeletion().isPresent())
        .map(RawEvent::getEntityKey)
        .toList();
  }
}
