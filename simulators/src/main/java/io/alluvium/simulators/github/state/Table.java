package io.alluvium.simulators.github.state;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The items of one kind in one repository, in the orders that listings ask for. A page costs as
 * much as it has items, however far into a listing it is. Guarded by the state's lock.
 *
 * @param <T> kind of item
 */
public final class Table<T extends Item> {
  private static final Comparator<Item> BY_ID = Comparator.comparingLong(Item::id);
  private static final Comparator<Item> BY_UPDATE =
      Comparator.comparingLong(Item::updatedAt).thenComparingLong(Item::id);

  private final ToIntFunction<T> group;
  private final List<T> byId = new ArrayList<>();
  private List<T> byUpdate = List.of();
  private Map<Integer, List<T>> byGroup = Map.of();
  private boolean indexed;

  Table(ToIntFunction<T> group) {
    this.group = group;
  }

  /**
   * A part of a listing.
   *
   * @param items the page
   * @param offset how many items are before it
   * @param total how many items the whole listing has
   */
  public record Page<T>(List<T> items, int offset, int total) {}

  /**
   * Which items, and in which order.
   *
   * @param byUpdate by time of change instead of creation
   * @param descending newest first
   * @param since only what changed at this second or later; 0 for all
   * @param filter keeps an item
   */
  public record Order<T>(
      boolean byUpdate, boolean descending, long since, Predicate<? super T> filter) {
    int compare(Item item, Place place) {
      int byTime = byUpdate ? Long.compare(item.updatedAt(), place.updatedAt()) : 0;
      return byTime == 0 ? Long.compare(item.id(), place.id()) : byTime;
    }
  }

  /**
   * Where an item stands in a listing, also after it has left.
   *
   * @param updatedAt its time of change
   * @param id its id
   */
  public record Place(long updatedAt, long id) {}

  void add(T item) {
    byId.add(-Collections.binarySearch(byId, item, BY_ID) - 1, item);
    if (indexed) {
      index(item);
      byGroup.computeIfAbsent(group.applyAsInt(item), any -> new ArrayList<>()).add(item);
    }
  }

  void remove(T item) {
    byId.remove(Collections.binarySearch(byId, item, BY_ID));
    if (indexed) {
      byUpdate.remove(Collections.binarySearch(byUpdate, item, BY_UPDATE));
      byGroup.getOrDefault(group.applyAsInt(item), new ArrayList<>()).remove(item);
    }
  }

  /** Changes an item; {@code now} becomes its time of change. */
  void change(T item, long now, Runnable change) {
    if (indexed) {
      byUpdate.remove(Collections.binarySearch(byUpdate, item, BY_UPDATE));
    }
    change.run();
    item.touch(now);
    if (indexed) {
      index(item);
    }
  }

  /** The item with this id. */
  public Optional<T> find(long id) {
    int low = 0;
    int high = byId.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = byId.get(middle).id();
      if (found == id) {
        return Optional.of(byId.get(middle));
      }
      if (found < id) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  /** All items by id. */
  public List<T> all() {
    return Collections.unmodifiableList(byId);
  }

  /** How many there are. */
  public int size() {
    return byId.size();
  }

  /** The items of a group, such as the comments of an issue, by id. */
  public List<T> group(int key) {
    ensureIndexed();
    return Collections.unmodifiableList(byGroup.getOrDefault(key, List.of()));
  }

  /** Items {@code offset} to {@code offset + limit} of a listing. */
  public Page<T> page(Order<T> order, int offset, int limit) {
    return slice(listing(order), order.descending(), offset, limit);
  }

  /** How many items of a listing come up to the place where {@code last} stands or stood. */
  public int offsetAfter(Order<T> order, Place last) {
    List<T> listing = listing(order);
    int before = 0;
    int end = listing.size();
    while (before < end) {
      int middle = (before + end) >>> 1;
      int comparison = order.compare(listing.get(middle), last);
      if (comparison < 0 || (comparison == 0 && !order.descending())) {
        before = middle + 1;
      } else {
        end = middle;
      }
    }
    return order.descending() ? listing.size() - before : before;
  }

  private List<T> listing(Order<T> order) {
    ensureIndexed();
    List<T> sorted = order.byUpdate() ? byUpdate : byId;
    int first = order.byUpdate() && order.since() > 0 ? firstSince(order.since()) : 0;
    List<T> listing = sorted.subList(first, sorted.size());
    if (order.filter() == ALL && (order.byUpdate() || order.since() == 0)) {
      return listing;
    }
    return listing.stream()
        .filter(item -> item.updatedAt() >= order.since() && order.filter().test(item))
        .toList();
  }

  /** The filter that keeps everything; listings know it and do not call it. */
  public static final Predicate<Item> ALL = item -> true;

  private static <T> Page<T> slice(List<T> listing, boolean descending, int offset, int limit) {
    int total = listing.size();
    int from = Math.min(offset, total);
    int to = Math.min(from + limit, total);
    if (!descending) {
      return new Page<>(List.copyOf(listing.subList(from, to)), from, total);
    }
    var items = new ArrayList<>(listing.subList(total - to, total - from));
    Collections.reverse(items);
    return new Page<>(items, from, total);
  }

  private int firstSince(long since) {
    int low = 0;
    int high = byUpdate.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (byUpdate.get(middle).updatedAt() < since) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void index(T item) {
    byUpdate.add(-Collections.binarySearch(byUpdate, item, BY_UPDATE) - 1, item);
  }

  // Not before somebody reads: a generated organisation is filled first.
  private void ensureIndexed() {
    if (!indexed) {
      byUpdate = new ArrayList<>(byId);
      byUpdate.sort(BY_UPDATE);
      byGroup =
          byId.stream()
              .collect(
                  Collectors.groupingBy(
                      group::applyAsInt, HashMap::new, Collectors.toCollection(ArrayList::new)));
      indexed = true;
    }
  }
}
