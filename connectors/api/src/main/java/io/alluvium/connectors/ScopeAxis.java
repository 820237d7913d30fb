package io.alluvium.connectors;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a claim or a gap is about.
 *
 * @param scope part of the source
 * @param scopeName what people call the scope; null if they call it so
 * @param axis what positions in it measure
 */
record ScopeAxis(String scope, @Nullable String scopeName, String axis) {
  /** Those of a reader, by scope. */
  static Map<String, ScopeAxis> of(SourceReader<?> reader) {
    var all = new LinkedHashMap<String, ScopeAxis>();
    for (var scope : reader.scopes()) {
      var name = scope.equals(reader.scope()) ? reader.scopeName() : scope;
      all.put(scope, new ScopeAxis(scope, name.equals(scope) ? null : name, reader.axis()));
    }
    return all;
  }
}
