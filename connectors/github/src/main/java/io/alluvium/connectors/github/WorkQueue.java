package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.ItemRetries;
import io.alluvium.connectors.KnownChange;
import io.alluvium.connectors.KnownEntities;
import io.alluvium.connectors.Reading;
import io.alluvium.schemas.EntityKey;
import io.alluvium.schemas.FailureReason;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a stream has found and not yet handed out. Hands out what is not known as it is; asks for
 * what is missing on the way, one question a call.
 */
final class WorkQueue {
  private static final String SEPARATOR = ".";
  private static final int TIME_RADIX = 36;

  private final Things things;
  private final KnownEntities known;
  private final GithubClient client;
  private final EntityKeys keys;
  private final ItemRetries retries;
  private final Deque<Work> work = new ArrayDeque<>();
  private String generation = "";

  WorkQueue(
      Things things,
      KnownEntities known,
      GithubClient client,
      EntityKeys keys,
      Set<String> failed) {
    this.things = things;
    this.known = known;
    this.client = client;
    this.keys = keys;
    this.retries = new ItemRetries(failed);
  }

  boolean isEmpty() {
    return work.isEmpty();
  }

  /** Drops everything; what was known before a reset counts anew under another generation. */
  void restart(String newGeneration) {
    work.clear();
    generation = newGeneration;
  }

  /** Takes the entries of a page; how many are not known as they are. */
  SeenPage take(Pages.Answer.Page page) {
    int before = work.size();
    var found = read(page);
    int broken = work.size() - before;
    var changed = found.stream().filter(one -> !isPublished(one)).toList();
    askForDetails(found);
    changed.forEach(one -> work.add(new Work.Item(one)));
    return SeenPage.of(
        things.entries(page.body()), things.timeField(), page.next(), changed.size() + broken);
  }

  /**
   * Takes the entries of a page of a complete listing.
   *
   * @param start only what changed since is wanted; empty for everything
   */
  SeenPage takeListed(Pages.Answer.Page page, Listing listing, Optional<Instant> start) {
    for (var found : read(page)) {
      listing.saw(found.id());
      boolean wanted = start.isEmpty() || !found.time().isBefore(start.get());
      if (wanted && !isPublished(found)) {
        work.add(new Work.Item(found));
      }
    }
    return SeenPage.of(things.entries(page.body()), things.timeField(), page.next(), 0);
  }

  private List<Found> read(Pages.Answer.Page page) {
    var all = new ArrayList<Found>();
    for (var json : things.entries(page.body())) {
      read(json).map(found -> found.seenAt(page.date())).ifPresent(all::add);
    }
    return all;
  }

  // One entry that cannot be understood must not keep the others back.
  private Optional<Found> read(JsonNode json) {
    try {
      return things.reading().apply(json);
    } catch (IllegalArgumentException | DateTimeException e) {
      work.add(new Work.Broken(subject(json), String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  void add(Work one) {
    work.add(one);
  }

  /** Tries again what was given up before. */
  void retry() {
    for (var subject : retries.due()) {
      work.add(new Work.More(List.of(subject)));
    }
  }

  // Before the things themselves: once those are published, nobody asks again.
  private void askForDetails(List<Found> found) {
    if (things.details().isEmpty()) {
      return;
    }
    var ids = found.stream().filter(one -> !isSettled(one)).map(Found::id).toList();
    int atOnce = things.details().get().atOnce();
    for (int from = 0; from < ids.size(); from += atOnce) {
      work.add(new Work.More(ids.subList(from, Math.min(ids.size(), from + atOnce))));
    }
  }

  /** Hands out up to a limit; returns early where GitHub has to be asked first. */
  void drain(List<Reading<StreamPosition>> out, int limit, StreamPosition at) throws IOException {
    while (out.size() < limit && !work.isEmpty()) {
      var next = work.element();
      if (next instanceof Work.Item item) {
        work.remove();
        publish(item.found(), out, at);
      } else if (next instanceof Work.Broken broken) {
        work.remove();
        out.add(
            new Reading.Failed<>(broken.subject(), FailureReason.CORRUPT_UPSTREAM, broken.why()));
      } else if (!out.isEmpty()) {
        return;
      } else if (next instanceof Work.More more) {
        more(more, out);
      } else if (next instanceof Work.Look look) {
        look(look.id(), out, at);
      }
    }
  }

  private void publish(Found found, List<Reading<StreamPosition>> out, StreamPosition at) {
    var change = KnownChange.exists(found.id(), fingerprint(found));
    if (isPublished(found)) {
      known.apply(change);
      return;
    }
    out.add(new Reading.Observed<>(found.event(), Optional.of(change), at));
  }

  private void more(Work.More more, List<Reading<StreamPosition>> out) throws IOException {
    var details = things.details().orElseThrow();
    if (more.ids().size() > 1) {
      try {
        replaceHead(ask(details, more.ids()));
      } catch (IOException e) {
        // One of them may be what fails, or all together are too much.
        split(more);
      }
      return;
    }
    var id = more.ids().get(0);
    var subject = details.name() + " of " + id;
    var outcome = retries.attempt(id, () -> ask(details, more.ids()));
    if (outcome instanceof ItemRetries.Outcome.Read<List<Found>> read) {
      replaceHead(read.value());
      if (read.recovered()) {
        out.add(new Reading.Recovered<>(subject));
      }
    } else if (outcome instanceof ItemRetries.Outcome.GivenUp<List<Found>> givenUp) {
      work.remove();
      out.add(new Reading.Failed<>(subject, FailureReason.UNREADABLE, givenUp.why()));
    }
  }

  private static List<Found> ask(Details details, List<String> ids) throws IOException {
    try {
      return details.of(ids);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(details.name() + " cannot be understood: " + e.getMessage(), e);
    }
  }

  private void split(Work.More more) {
    work.remove();
    int half = more.ids().size() / 2;
    work.addFirst(new Work.More(more.ids().subList(half, more.ids().size())));
    work.addFirst(new Work.More(more.ids().subList(0, half)));
  }

  private void replaceHead(List<Found> found) {
    work.remove();
    for (int i = found.size() - 1; i >= 0; i--) {
      work.addFirst(new Work.Item(found.get(i)));
    }
  }

  private void look(String id, List<Reading<StreamPosition>> out, StreamPosition at)
      throws IOException {
    var uri = things.one().apply(id);
    var response = client.get(uri);
    int status = response.status();
    if (status == 404 || status == 410 || movedElsewhere(uri.getPath(), response.uri().getPath())) {
      work.remove();
      delete(id, out, at);
    } else if (status == 200) {
      work.remove();
      var date = Pages.date(response);
      var found = read(response.json()).map(one -> one.seenAt(date)).stream().toList();
      askForDetails(found);
      found.forEach(one -> work.add(new Work.Item(one)));
    } else {
      throw new IOException("GitHub answered " + status + " for " + uri.getPath());
    }
  }

  // An issue that was transferred answers from its new repository.
  private static boolean movedElsewhere(String asked, String answered) {
    return answered.contains("/repositories/") && !answered.endsWith(asked);
  }

  private void delete(String id, List<Reading<StreamPosition>> out, StreamPosition at) {
    var gone = new ArrayList<>(known.idsUnder(id + "/"));
    if (known.contains(id)) {
      gone.add(id);
    }
    for (var one : gone) {
      out.add(
          new Reading.Observed<>(deletion(keys.of(one)), Optional.of(KnownChange.gone(one)), at));
    }
  }

  private RawEvent.Builder deletion(EntityKeys.Named named) {
    EntityKey key = named.key();
    return RawEvent.newBuilder()
        .setKind(named.kind())
        .setEntityKey(key.value())
        .setVerb("deleted")
        .setDeletion("inferred")
        .setOccurredAt(Instant.now());
  }

  private boolean isPublished(Found found) {
    return known
        .fingerprint(found.id())
        .filter(print -> print.startsWith(version(found)))
        .isPresent();
  }

  private boolean isSettled(Found found) {
    return found.settled()
        && known.fingerprint(found.id()).filter(fingerprint(found)::equals).isPresent();
  }

  private String version(Found found) {
    return generation + SEPARATOR + found.hash();
  }

  // The time only where something hangs on it that does not show in the thing itself.
  private String fingerprint(Found found) {
    return things.details().isEmpty() || found.id().contains("/") || !found.settled()
        ? version(found)
        : version(found) + SEPARATOR + time(found);
  }

  private static String time(Found found) {
    long seconds = found.event().getOccurredAt().getEpochSecond();
    return Long.toString(seconds, TIME_RADIX);
  }

  private static String subject(JsonNode json) {
    return Json.text(json, "number").or(() -> Json.text(json, "id")).orElse("an entry without id");
  }
}
