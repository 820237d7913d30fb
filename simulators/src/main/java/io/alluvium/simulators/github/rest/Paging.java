package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.state.Item;
import io.alluvium.simulators.github.state.Table;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Cuts a listing into the page that was asked for, and says where the others are. */
final class Paging {
  private static final int LARGEST_PAGE = 100;
  private static final int DEFAULT_PAGE = 30;

  /** Beyond this many items upstream refuses page numbers and wants its own links followed. */
  static final int DEEPEST = 10_000;

  private final Call call;
  private final int size;
  private final int page;

  Paging(Call call) {
    this.call = call;
    this.size = Math.max(1, Math.min(LARGEST_PAGE, call.count("per_page", DEFAULT_PAGE)));
    this.page = Math.max(1, call.count("page", 1));
  }

  /** A page of a list that is short enough to be counted. */
  <T> Reply of(List<T> items, BiConsumer<JsonOut, T> writer) {
    var cut = cut(items);
    return numbered(Reply.ok(out -> out.array(cut, writer)), items.size());
  }

  <T> List<T> cut(List<T> items) {
    int from = (int) Math.min((long) (page - 1) * size, items.size());
    return items.subList(from, Math.min(from + size, items.size()));
  }

  /** A page with links by number, or by cursor where numbers would be refused. */
  <T extends Item> Reply of(Table<T> table, Table.Order<T> order, BiConsumer<JsonOut, T> writer) {
    var found = page(table, order);
    return linked(Reply.ok(out -> out.array(found.items(), writer)), found);
  }

  /** A page whose next link always names the last item instead of a number. */
  <T extends Item> Reply after(
      Table<T> table, Table.Order<T> order, BiConsumer<JsonOut, T> writer) {
    var found = page(table, order);
    return followed(Reply.ok(out -> out.array(found.items(), writer)), found);
  }

  /** The page that was asked for. */
  <T extends Item> Table.Page<T> page(Table<T> table, Table.Order<T> order) {
    int offset =
        call.query("after")
            .map(cursor -> table.offsetAfter(order, place(cursor)))
            .orElseGet(this::offset);
    return table.page(order, offset, size);
  }

  <T extends Item> Reply linked(Reply reply, Table.Page<T> found) {
    return found.total() > DEEPEST ? followed(reply, found) : numbered(reply, found.total());
  }

  private <T extends Item> Reply followed(Reply reply, Table.Page<T> found) {
    if (found.offset() + found.items().size() >= found.total()) {
      return reply;
    }
    T last = found.items().get(found.items().size() - 1);
    return reply.with(
        "Link", link(Map.of("after", cursor(last), "page", String.valueOf(page + 1)), "next"));
  }

  Reply numbered(Reply reply, int total) {
    int pages = (total + size - 1) / size;
    var links = new ArrayList<String>();
    if (page > 1) {
      links.add(link(Map.of("page", String.valueOf(page - 1)), "prev"));
    }
    if (page < pages) {
      links.add(link(Map.of("page", String.valueOf(page + 1)), "next"));
      links.add(link(Map.of("page", String.valueOf(pages)), "last"));
    }
    if (page > 1) {
      links.add(link(Map.of("page", "1"), "first"));
    }
    return links.isEmpty() ? reply : reply.with("Link", String.join(", ", links));
  }

  /** Where the page begins. */
  int offset() {
    long offset = (long) (page - 1) * size;
    if (offset >= DEEPEST) {
      throw new ApiErrorException(
          422,
          "Pagination with the page parameter is not supported for large datasets, please use"
              + " cursor based pagination (after/before)");
    }
    return (int) offset;
  }

  // As upstream does: the links lead to the numeric id, wherever the request came in.
  private String link(Map<String, String> changed, String relation) {
    var parameters = new LinkedHashMap<String, String>();
    call.context()
        .queryParamMap()
        .forEach((name, values) -> parameters.put(name, values.get(values.size() - 1)));
    parameters.remove("after");
    parameters.putAll(changed);
    var query = new ArrayList<String>();
    parameters.forEach((name, value) -> query.add(encode(name) + "=" + encode(value)));
    return "<" + base() + "?" + String.join("&", query) + ">; rel=\"" + relation + "\"";
  }

  private String base() {
    String path = call.context().path();
    if (!call.context().pathParamMap().containsKey("repo")) {
      return call.urls().web() + path;
    }
    String name = "/repos/" + call.path("owner") + "/" + call.path("repo");
    String rest = path.substring(path.indexOf(name) + name.length());
    return call.urls().api() + "/repositories/" + call.repository().id() + rest;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String cursor(Item item) {
    String text = "cursor:v2:" + item.updatedAt() + ":" + item.id();
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Table.Place place(String cursor) {
    try {
      String[] parts =
          new String(Base64.getDecoder().decode(cursor), StandardCharsets.UTF_8).split(":");
      return new Table.Place(Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException notOurs) {
      throw new ApiErrorException(422, "The cursor is invalid or has expired");
    }
  }
}
