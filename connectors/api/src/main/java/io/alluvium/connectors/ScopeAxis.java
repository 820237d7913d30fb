package io.alluvium.connectors;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a claim or a gap is about.
 *
 * @param scope part of the source
 * @param name what people call the scope now: it may be learnt late, and change
 * @param axis what positions in it measure
 */
record ScopeAxis(String scope, Supplier<String> name, String axis) {
  /** Those of a reader, by scope. */
  static Map<String, ScopeAxis> of(SourceReader<?> reader) {
    var all = new LinkedHashMap<String, ScopeAxis>();
    for (var scope : reader.scopes()) {
      Supplier<String> name = scope.equals(reader.scope()) ? reader::scopeName : () -> scope;
      all.put(scope, new ScopeAxis(scope, name, reader.axis()));
    }
    return all;
  }

  /** What people call the scope now; null if they call it so. */
  @Nullable String scopeName() {
    var called = name.get();
    return called.equals(scope) ? null : called;
  }
}
