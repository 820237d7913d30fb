package io.alluvium.simulators.github.graphql;

import graphql.schema.DataFetchingEnvironment;
import io.alluvium.simulators.github.state.Item;
import io.alluvium.simulators.github.state.Table;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a connection.
 *
 * @param nodes the items
 * @param totalCount how many there are in all
 * @param pageInfo where it stands
 */
record Connection<T>(List<T> nodes, int totalCount, PageInfo pageInfo) {
  /** Where a page stands. */
  record PageInfo(
      boolean hasNextPage,
      boolean hasPreviousPage,
      @Nullable String startCursor,
      @Nullable String endCursor) {}

  /** A page of a list; its cursors are places in it. */
  static <T> Connection<T> of(List<T> all, DataFetchingEnvironment asked) {
    Integer first = asked.getArgument("first");
    Integer last = asked.getArgument("last");
    String after = asked.getArgument("after");
    int from = after == null ? 0 : Math.min(all.size(), Integer.parseInt(decode(after)));
    int to = first == null ? all.size() : Math.min(all.size(), from + first);
    if (first == null && last != null) {
      from = Math.max(from, to - last);
    }
    return new Connection<>(
        all.subList(from, to),
        all.size(),
        new PageInfo(
            to < all.size(),
            from > 0,
            from == to ? null : encode(String.valueOf(from + 1)),
            from == to ? null : encode(String.valueOf(to))));
  }

  /** A page of a table; its cursors name the last item, wherever it has moved to since. */
  static <T extends Item> Connection<T> of(
      Table<T> table, Table.Order<T> order, DataFetchingEnvironment asked) {
    Integer first = asked.getArgument("first");
    String after = asked.getArgument("after");
    int offset = after == null ? 0 : table.offsetAfter(order, place(after));
    var page = table.page(order, offset, first == null ? 0 : first);
    List<T> items = page.items();
    return new Connection<>(
        items,
        page.total(),
        new PageInfo(
            offset + items.size() < page.total(),
            offset > 0,
            items.isEmpty() ? null : cursor(items.get(0)),
            items.isEmpty() ? null : cursor(items.get(items.size() - 1))));
  }

  private static String cursor(Item item) {
    return encode(item.updatedAt() + ":" + item.id());
  }

  private static Table.Place place(String cursor) {
    String[] parts = decode(cursor).split(":", -1);
    return new Table.Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private static String encode(String place) {
    return Base64.getEncoder()
        .encodeToString(("cursor:v2:" + place).getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String cursor) {
    String text = new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8);
    return text.substring("cursor:v2:".length());
  }
}
