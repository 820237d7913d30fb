package io.alluvium.simulators.github.graphql;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.schema.Coercing;
import graphql.schema.CoercingParseLiteralException;
import graphql.schema.GraphQLScalarType;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** Scalars of upstream's schema that are text in JSON: also big numbers. */
final class TextScalar implements Coercing<String, String> {
  static final List<GraphQLScalarType> ALL =
      Stream.of("BigInt", "DateTime", "GitObjectID", "URI")
          .map(name -> GraphQLScalarType.newScalar().name(name).coercing(new TextScalar()).build())
          .toList();

  private TextScalar() {}

  @Override
  public String serialize(Object value, GraphQLContext context, Locale locale) {
    return value.toString();
  }

  @Override
  public String parseValue(Object value, GraphQLContext context, Locale locale) {
    return value.toString();
  }

  @Override
  public String parseLiteral(
      Value<?> literal, CoercedVariables variables, GraphQLContext context, Locale locale) {
    if (literal instanceof StringValue text) {
      return Objects.requireNonNull(text.getValue());
    }
    throw new CoercingParseLiteralException("Not a text: " + literal);
  }
}
