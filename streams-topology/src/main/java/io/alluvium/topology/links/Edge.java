package io.alluvium.topology.links;

/**
 * What an event says about another entity.
 *
 * @param relation how it relates to the other
 * @param otherKey entity key of the other
 * @param evidence the words that prove it
 */
record Edge(Relation relation, String otherKey, String evidence) {
  /** True if both say the same of the same, whatever proves it. */
  boolean isSameAs(Edge edge) {
    return relation == edge.relation && otherKey.equals(edge.otherKey);
  }
}
