package io.alluvium.simulators.github.graphql;

import static io.alluvium.simulators.github.graphql.TypeFields.small;
import static io.alluvium.simulators.github.graphql.TypeFields.time;

import graphql.GraphQLContext;
import graphql.execution.DataFetcherResult;
import graphql.schema.DataFetchingEnvironment;
import graphql.schema.GraphQLObjectType;
import graphql.schema.TypeResolver;
import graphql.schema.idl.RuntimeWiring;
import io.alluvium.simulators.github.Limits;
import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Label;
import io.alluvium.simulators.github.state.Milestone;
import io.alluvium.simulators.github.state.Repository;
import java.util.Objects;
import java.util.Optional;

/** Where the fields of the schema come from: all types but issues and what hangs on them. */
final class Wiring {
  static final String COST = "cost";
  static final String NODES = "nodes";

  private Wiring() {}

  static RuntimeWiring all() {
    RuntimeWiring.Builder wiring = RuntimeWiring.newRuntimeWiring();
    TextScalar.ALL.forEach(wiring::scalar);
    queries(wiring);
    accounts(wiring);
    new TypeFields<>("Label", Label.class)
        .field("color", Label::color)
        .field("id", label -> "L_" + label.id())
        .field("name", Label::name)
        .addTo(wiring);
    new TypeFields<>("Milestone", Milestone.class)
        .field("number", Milestone::number)
        .field("title", Milestone::title)
        .addTo(wiring);
    IssueWiring.addTo(wiring);
    return wiring.build();
  }

  static Asking asking(DataFetchingEnvironment asked) {
    return Objects.requireNonNull(asked.getGraphQlContext().get(Asking.class));
  }

  private static void queries(RuntimeWiring.Builder wiring) {
    new TypeFields<>("Query", Object.class)
        .field("rateLimit", (any, asked) -> asking(asked).standing().get())
        .field("viewer", (any, asked) -> asking(asked).credential().account())
        .field("repository", (any, asked) -> repository(asked))
        .addTo(wiring);
    new TypeFields<>("RateLimit", Limits.Standing.class)
        .field("limit", Limits.Standing::limit)
        .field("used", Limits.Standing::used)
        .field("remaining", Limits.Standing::remaining)
        .field("resetAt", standing -> time(standing.reset()))
        .field("cost", (any, asked) -> context(asked).get(COST))
        .field("nodeCount", (any, asked) -> context(asked).get(NODES))
        .addTo(wiring);
    new TypeFields<>("Repository", Repository.class)
        .field("databaseId", repository -> small(repository.id()))
        .field("id", repository -> "R_" + repository.id())
        .field("isArchived", Repository::archived)
        .field("isPrivate", Repository::isPrivate)
        .field("name", Repository::name)
        .field("nameWithOwner", Repository::fullName)
        .field("url", (repository, asked) -> asking(asked).web() + "/" + repository.fullName())
        .field("issue", IssueWiring::issue)
        .field("issues", IssueWiring::issues)
        .field("pullRequest", IssueWiring::pull)
        .field("pullRequests", IssueWiring::pulls)
        .addTo(wiring);
  }

  private static Object repository(DataFetchingEnvironment asked) {
    String name = asked.getArgument("owner") + "/" + asked.getArgument("name");
    boolean follow = !Boolean.FALSE.equals(asked.getArgument("followRenames"));
    Asking asking = asking(asked);
    Optional<Repository> found =
        asking
            .state()
            .locate(name)
            .filter(asking.credential()::sees)
            .filter(repository -> follow || repository.fullName().equalsIgnoreCase(name));
    return found.isPresent()
        ? found.get()
        : failed(
            asked, "NOT_FOUND", "Could not resolve to a Repository with the name '" + name + "'.");
  }

  /** Null, and an error that says why. */
  static Object failed(DataFetchingEnvironment asked, String type, String message) {
    Object[] path = asked.getExecutionStepInfo().getPath().toList().toArray();
    return DataFetcherResult.newResult().error(new Problem(type, message, path)).build();
  }

  private static void accounts(RuntimeWiring.Builder wiring) {
    for (String type : new String[] {"User", "Bot", "Organization"}) {
      var fields =
          new TypeFields<>(type, Account.class)
              .field("databaseId", account -> small(account.id()))
              .field("id", account -> "U_" + account.id())
              .field("login", Account::login);
      if (!type.equals("Bot")) {
        fields.field("name", Account::name);
      }
      fields.addTo(wiring);
    }
    wiring.type("Actor", type -> type.typeResolver(accountType()));
    wiring.type("RequestedReviewer", type -> type.typeResolver(accountType()));
  }

  private static TypeResolver accountType() {
    return of -> {
      Account account = Objects.requireNonNull(of.getObject());
      GraphQLObjectType type = of.getSchema().getObjectType(account.kind().type());
      return type;
    };
  }

  private static GraphQLContext context(DataFetchingEnvironment asked) {
    return asked.getGraphQlContext();
  }
}
