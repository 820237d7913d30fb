package io.alluvium.topology.links;

import io.alluvium.schemas.Event;
import java.util.List;

/**
 * Which edges an event states. A pure function of the event: nothing is looked up, so the same
 * edges come out in whatever order events arrive.
 */
final class LinkRules {
  private LinkRules() {}

  /** The edges, each once; none of a deletion. */
  static List<Edge> of(Event event) {
    if (event.getDeleted()) {
      return List.of();
    }
    var home = Home.of(event);
    var edges = new Edges(event.getEntityKey());
    name(event, home, edges);
    event
        .getThreadKey()
        .ifPresent(thread -> edges.add(Relation.PART_OF, thread, evidence("threadKey", thread)));
    new AttributeLinks(event, home, edges).add();
    new WrittenLinks(event, home, edges).add();
    ChangedPaths.add(event, edges);
    return edges.found();
  }

  /** An attribute as evidence. */
  static String evidence(String attribute, String value) {
    return attribute + "=" + value;
  }

  /** Others may know it by its address only, and may do so before or after it is published. */
  private static void name(Event event, Home home, Edges edges) {
    var page = home.page();
    if (page == null || home.parts().size() < 3) {
      return;
    }
    var id = home.parts().getLast();
    var name =
        switch (event.getKind()) {
          case "issue", "pull_request" -> Names.issue(page.host(), page.part(0), page.part(1), id);
          case "run" -> Names.run(page.host(), page.part(0), page.part(1), id);
          case "message" ->
              page.isSlack() ? Names.message(page.host(), home.parts().get(1), id) : "";
          default -> "";
        };
    if (!name.isEmpty()) {
      edges.add(Relation.NAMED, name, event.getUrl().orElseThrow());
    }
  }
}
