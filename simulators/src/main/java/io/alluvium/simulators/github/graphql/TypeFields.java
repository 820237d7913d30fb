package io.alluvium.simulators.github.graphql;

import graphql.schema.DataFetchingEnvironment;
import graphql.schema.idl.RuntimeWiring;
import graphql.schema.idl.TypeRuntimeWiring;
import java.time.Instant;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says where the fields of one type come from.
 *
 * @param <S> what an object of the type is made from
 */
final class TypeFields<S> {
  private final TypeRuntimeWiring.Builder wiring;
  private final Class<S> source;

  TypeFields(String type, Class<S> source) {
    this.wiring = TypeRuntimeWiring.newTypeWiring(type);
    this.source = source;
  }

  TypeFields<S> field(String name, Function<S, @Nullable Object> value) {
    wiring.dataFetcher(name, asked -> value.apply(source.cast(asked.getSource())));
    return this;
  }

  TypeFields<S> field(String name, BiFunction<S, DataFetchingEnvironment, @Nullable Object> value) {
    wiring.dataFetcher(name, asked -> value.apply(source.cast(asked.getSource()), asked));
    return this;
  }

  void addTo(RuntimeWiring.Builder all) {
    all.type(wiring);
  }

  /** A time in seconds as upstream writes it; 0 means null. */
  static @Nullable String time(long seconds) {
    return seconds == 0 ? null : Instant.ofEpochSecond(seconds).toString();
  }

  /** An id where it fits into 32 bits, as upstream's {@code databaseId}. */
  static @Nullable Integer small(long id) {
    return id <= Integer.MAX_VALUE ? (int) id : null;
  }
}
