package io.alluvium.topology.links;

import java.util.ArrayList;
import java.util.List;

/** The edges of one event as they are found, each once, at most {@value #MOST}. */
final class Edges {
  /** More than anybody looks at; a list of changes may name thousands. */
  static final int MOST = 200;

  private static final int EVIDENCE_CHARS = 200;

  private final String entityKey;
  private final List<Edge> found = new ArrayList<>();

  Edges(String entityKey) {
    this.entityKey = entityKey;
  }

  List<Edge> found() {
    return List.copyOf(found);
  }

  /** Adds an edge; of several to the same the first, and nothing about the event itself. */
  void add(Relation relation, String otherKey, String evidence) {
    var edge = new Edge(relation, otherKey, cut(evidence));
    if (!otherKey.equals(entityKey) && found.stream().noneMatch(edge::isSameAs)) {
      add(edge);
    }
  }

  /** Adds what a text says: that it closes the other says more than that it mentions it. */
  void addWritten(Relation relation, String otherKey, String evidence) {
    if (relation == Relation.CLOSES) {
      found.removeIf(
          edge -> edge.relation() == Relation.MENTIONS && edge.otherKey().equals(otherKey));
      add(relation, otherKey, evidence);
    } else if (found.stream().noneMatch(edge -> edge.otherKey().equals(otherKey))) {
      add(relation, otherKey, evidence);
    }
  }

  private void add(Edge edge) {
    if (found.size() < MOST) {
      found.add(edge);
    }
  }

  private static String cut(String evidence) {
    if (evidence.length() <= EVIDENCE_CHARS) {
      return evidence;
    }
    var end = Character.isHighSurrogate(evidence.charAt(EVIDENCE_CHARS - 1)) ? 1 : 0;
    return evidence.substring(0, EVIDENCE_CHARS - end);
  }
}
