package io.alluvium.simulators.github.graphql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.ExecutionInput;
import graphql.ExecutionResult;
import graphql.GraphQL;
import graphql.ParseAndValidate;
import graphql.ParseAndValidateResult;
import graphql.execution.preparsed.PreparsedDocumentEntry;
import graphql.language.Document;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaGenerator;
import graphql.schema.idl.SchemaParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntPredicate;

/** Answers any query over a part of GitHub's schema, and counts its cost as GitHub does. */
public final class GraphQlApi {
  private static final String SCHEMA = "github.graphqls";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GraphQLSchema schema;
  private final GraphQL engine;

  /**
   * An answer.
   *
   * @param body JSON, also when the query failed
   * @param nodes how many nodes the query may answer
   */
  public record Result(byte[] body, long nodes) {}

  /** Reads the schema. */
  public GraphQlApi() {
    try (Reader text =
        new InputStreamReader(
            Objects.requireNonNull(GraphQlApi.class.getResourceAsStream(SCHEMA), SCHEMA),
            StandardCharsets.UTF_8)) {
      schema =
          new SchemaGenerator().makeExecutableSchema(new SchemaParser().parse(text), Wiring.all());
      engine = GraphQL.newGraphQL(schema).preparsedDocumentProvider(GraphQlApi::parsed).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Answers a query.
   *
   * @param body {@code query} and {@code variables} as JSON
   * @param pay takes points from the limit, and says whether there were enough
   */
  public Result answer(byte[] body, Asking asking, IntPredicate pay) {
    try {
      JsonNode request = JSON.readTree(body);
      var input =
          ExecutionInput.newExecutionInput(request.path("query").asText())
              .variables(variables(request.path("variables")))
              .build();
      ParseAndValidateResult checked = ParseAndValidate.parseAndValidate(schema, input);
      if (checked.isFailure()) {
        return failed(new Problem("undefinedField", String.valueOf(checked.getErrors())), 0);
      }
      var query = Objects.requireNonNull(checked.getDocument());
      Cost cost = Cost.of(schema, query, input.getVariables());
      return cost.problem() == null
          ? paid(input, query, cost, asking, pay)
          : failed(cost.problem(), cost.nodes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // Parsing is half of the work, and was done to know the cost.
  private static CompletableFuture<PreparsedDocumentEntry> parsed(
      ExecutionInput input, Function<ExecutionInput, PreparsedDocumentEntry> parsing) {
    Document document =
        Objects.requireNonNull(input.getGraphQLContext().get(Document.class), "no document");
    return CompletableFuture.completedFuture(new PreparsedDocumentEntry(document));
  }

  private Result paid(
      ExecutionInput input, Document query, Cost cost, Asking asking, IntPredicate pay)
      throws IOException {
    if (!pay.test(cost.points())) {
      String message = "API rate limit exceeded for " + asking.credential().name() + ".";
      return failed(new Problem("RATE_LIMITED", message), cost.nodes());
    }
    var known =
        Map.of(
            Document.class,
            query,
            Asking.class,
            asking,
            Wiring.COST,
            cost.points(),
            Wiring.NODES,
            (int) cost.nodes());
    ExecutionResult result = engine.execute(input.transform(one -> one.graphQLContext(known)));
    return new Result(JSON.writeValueAsBytes(result.toSpecification()), cost.nodes());
  }

  private static Result failed(Problem problem, long nodes) throws IOException {
    byte[] body = JSON.writeValueAsBytes(Map.of("errors", List.of(problem.toSpecification())));
    return new Result(body, nodes);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> variables(JsonNode node) {
    return node.isObject() ? JSON.convertValue(node, Map.class) : Map.of();
  }
}
