package io.alluvium.simulators.github.graphql;

import graphql.ErrorClassification;
import graphql.GraphQLError;
import graphql.language.SourceLocation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An error in the shape that upstream gives it: with its type beside the message. */
final class Problem implements GraphQLError {
  private static final long serialVersionUID = 1L;

  private final String type;
  private final String message;
  private final List<Object> path;

  Problem(String type, String message, Object... path) {
    this.type = type;
    this.message = message;
    this.path = List.of(path);
  }

  @Override
  public String getMessage() {
    return message;
  }

  @Override
  public List<SourceLocation> getLocations() {
    return List.of();
  }

  @Override
  public ErrorClassification getErrorType() {
    return ErrorClassification.errorClassification(type);
  }

  @Override
  public Map<String, Object> toSpecification() {
    var error = new LinkedHashMap<String, Object>();
    error.put("type", type);
    if (!path.isEmpty()) {
      error.put("path", path);
    }
    error.put("message", message);
    return error;
  }
}
