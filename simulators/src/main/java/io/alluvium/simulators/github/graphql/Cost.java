package io.alluvium.simulators.github.graphql;

import graphql.analysis.QueryTraverser;
import graphql.analysis.QueryVisitorFieldEnvironment;
import graphql.analysis.QueryVisitorStub;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import graphql.util.TraverserContext;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a query costs, by GitHub's rules: the requests for all connections divided by 100, and the
 * nodes it may answer.
 *
 * @param points what it takes from the hourly limit, at least 1
 * @param nodes how many nodes it may answer at most
 * @param problem why it is refused; null when it is fine
 */
record Cost(int points, long nodes, @Nullable Problem problem) {
  private static final long MOST_NODES = 500_000;
  private static final int LARGEST_PAGE = 100;

  static Cost of(GraphQLSchema schema, Document query, Map<String, Object> variables) {
    var visitor = new Counting();
    QueryTraverser.newQueryTraverser()
        .schema(schema)
        .document(query)
        .variables(variables)
        .build()
        .visitDepthFirst(visitor);
    Problem problem = visitor.problem;
    if (problem == null && visitor.nodes > MOST_NODES) {
      problem =
          new Problem(
              "MAX_NODE_LIMIT_EXCEEDED",
              "This query requests up to "
                  + visitor.nodes
                  + " possible nodes which exceeds the maximum limit of 500,000.");
    }
    return new Cost((int) Math.max(1, visitor.requests / 100), visitor.nodes, problem);
  }

  /** Multiplies sizes of pages on the way down. */
  private static final class Counting extends QueryVisitorStub {
    private final Deque<Long> parents = new ArrayDeque<>();
    private long requests;
    private long nodes;
    private @Nullable Problem problem;

    @Override
    public void visitField(QueryVisitorFieldEnvironment environment) {
      boolean connection =
          environment.getFieldDefinition().getArgument("first") != null
              && environment.getFieldDefinition().getArgument("last") != null;
      if (environment.getTraverserContext().getPhase() == TraverserContext.Phase.LEAVE) {
        if (connection) {
          parents.pop();
        }
      } else if (connection) {
        enter(environment);
      }
    }

    private void enter(QueryVisitorFieldEnvironment environment) {
      Object size =
          environment.getArguments().getOrDefault("first", environment.getArguments().get("last"));
      String name = environment.getField().getName();
      if (size == null) {
        problem =
            new Problem(
                "MISSING_PAGINATION_BOUNDARIES",
                "You must provide a `first` or `last` value to properly paginate the `"
                    + name
                    + "` connection.");
      } else if ((int) size > LARGEST_PAGE) {
        problem =
            new Problem(
                "EXCESSIVE_PAGINATION",
                "Requesting "
                    + size
                    + " records on the `"
                    + name
                    + "` connection exceeds the"
                    + " `first` limit of 100 records.");
      }
      long above = parents.isEmpty() ? 1 : parents.peek();
      long below = above * (size == null ? 1 : (int) size);
      requests += above;
      nodes += below;
      parents.push(below);
    }
  }
}
