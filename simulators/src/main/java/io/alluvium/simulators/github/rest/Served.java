package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Item;
import io.alluvium.simulators.github.state.Repository;
import io.alluvium.simulators.github.state.Table;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * How one kind of items of a repository is answered: all of them, one, and those of an issue.
 *
 * @param repository the repository that is asked about; throws where it has no such thing
 * @param table where they are
 * @param form how they look
 */
record Served<T extends Item>(
    Function<Call, Repository> repository,
    Function<Repository, Table<T>> table,
    BiFunction<Call, Repository, BiConsumer<JsonOut, T>> form) {

  /** A page of all. */
  Reply listed(Call call, Table.Order<T> order) {
    Repository asked = repository.apply(call);
    return new Paging(call).of(table.apply(asked), order, form.apply(call, asked));
  }

  /** A page of all comments: by creation unless asked, ascending unless asked. */
  Reply listedSince(Call call) {
    return listed(
        call,
        new Table.Order<>(
            call.query("sort").orElse("created").equals("updated"),
            call.query("sort").isPresent() && !call.query("direction").orElse("desc").equals("asc"),
            call.time("since"),
            Table.ALL));
  }

  /** The one with the id that the path has under this name. */
  Reply one(Call call, String name) {
    Repository asked = repository.apply(call);
    T item = table.apply(asked).find(call.number(name)).orElseThrow(ApiErrorException::notFound);
    return Reply.ok(out -> form.apply(call, asked).accept(out, item));
  }

  /** Those of an issue. */
  Reply of(Call call, int issue, Predicate<T> wanted) {
    Repository asked = repository.apply(call);
    var items = table.apply(asked).group(issue).stream().filter(wanted).toList();
    return new Paging(call).of(items, form.apply(call, asked));
  }

  Reply of(Call call, int issue) {
    return of(call, issue, any -> true);
  }
}
