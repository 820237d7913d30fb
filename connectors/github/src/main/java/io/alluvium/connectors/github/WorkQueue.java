package io.alluvium.connectors.github;

import com.fasterxml.jackson.databind.JsonNode;
import io.alluvium.connectors.ItemRetries;
import io.alluvium.connectors.KnownChange;
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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a stream has found and not yet handed out. Hands out what is not known as it is; asks for
 * what is missing on the way, one question a call.
 */
final class WorkQueue {
  private final Things things;
  private final Published published;
  private final GithubClient client;
  private final Optional<DetailsAhead> details;
  private final EntityKeys keys;
  private final ItemRetries retries;
  private final Deque<Work> work = new ArrayDeque<>();
  private final Set<String> broken;

  /**
   * @param failed subjects of gaps that stand open since before the restart
   */
  WorkQueue(
      Things things, Published published, Shared shared, EntityKeys keys, Set<String> failed) {
    this.things = things;
    this.published = published;
    this.client = shared.client();
    this.details = things.details().map(one -> new DetailsAhead(one, shared));
    this.keys = keys;
    this.broken = new HashSet<>(failed);
    var owed = new HashSet<String>();
    things.details().ifPresent(one -> broken.removeIf(subject -> owes(one, subject, owed)));
    this.retries = new ItemRetries(owed);
  }

  // Details that were given up are asked for by the id of what they belong to.
  private static boolean owes(Details details, String subject, Set<String> owed) {
    var prefix = subject(details, "");
    return subject.startsWith(prefix) && owed.add(subject.substring(prefix.length()));
  }

  private static String subject(Details details, String id) {
    return details.name() + " of " + id;
  }

  boolean isEmpty() {
    return work.isEmpty();
  }

  /** Drops everything. */
  void clear() {
    work.clear();
    details.ifPresent(DetailsAhead::drop);
  }

  /**
   * Takes the entries of a page.
   *
   * @param start only what changed since is wanted; empty for everything
   */
  SeenPage take(Pages.Answer.Page page, Optional<Instant> start) {
    var found = read(page).stream().filter(one -> isWanted(one, start)).toList();
    askForDetails(found);
    int news = 0;
    for (var one : found) {
      news += published.contains(one) ? 0 : 1;
      if (!published.isAsItWas(one)) {
        work.add(new Work.Item(one));
      }
    }
    return SeenPage.of(
        things.form().entries(page.body()), things.form().timeField(), page.next(), news);
  }

  /**
   * Takes the entries of a page of a complete listing.
   *
   * @param start only what changed since is wanted; empty for everything
   */
  SeenPage takeListed(Pages.Answer.Page page, Listing listing, Optional<Instant> start) {
    for (var found : read(page)) {
      listing.saw(found.id());
      if (isWanted(found, start) && !published.contains(found)) {
        work.add(new Work.Item(found));
      }
    }
    return SeenPage.of(
        things.form().entries(page.body()), things.form().timeField(), page.next(), 0);
  }

  private static boolean isWanted(Found found, Optional<Instant> start) {
    return start.isEmpty() || !found.time().isBefore(start.get());
  }

  private List<Found> read(Pages.Answer.Page page) {
    var all = new ArrayList<Found>();
    for (var json : things.form().entries(page.body())) {
      read(json).map(found -> found.seenAt(page.date())).ifPresent(all::add);
    }
    return all;
  }

  // One entry that cannot be understood must not keep the others back.
  private Optional<Found> read(JsonNode json) {
    var subject = subject(json);
    try {
      var found = things.form().reading().apply(json);
      if (broken.remove(subject)) {
        work.add(new Work.Mended(subject));
      }
      return found;
    } catch (IllegalArgumentException | DateTimeException e) {
      broken.add(subject);
      work.add(new Work.Broken(subject, String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  void add(Work one) {
    work.add(one);
  }

  /** Tries again what was given up before. */
  void retry() {
    retries.due().forEach(id -> work.add(new Work.More(List.of(id))));
  }

  // Before the things themselves: once those are published, nobody asks again.
  private void askForDetails(List<Found> found) {
    askForDetailsOf(
        found.stream().filter(one -> !published.isSettled(one)).map(Found::id).toList());
  }

  /** Asks for what belongs to some things. */
  void askForDetailsOf(List<String> ids) {
    if (things.details().isEmpty()) {
      return;
    }
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
      } else if (next instanceof Work.Mended mended) {
        work.remove();
        out.add(new Reading.Recovered<>(mended.subject()));
      } else if (!out.isEmpty()) {
        askAhead();
        return;
      } else if (next instanceof Work.More more) {
        more(more, out);
      } else if (next instanceof Work.Look look) {
        look(look.id(), out, at);
      }
    }
  }

  private void publish(Found found, List<Reading<StreamPosition>> out, StreamPosition at) {
    if (published.contains(found)) {
      published.note(found);
      return;
    }
    out.add(new Reading.Observed<>(found.event(), published.change(found), at));
  }

  private void more(Work.More more, List<Reading<StreamPosition>> out) throws IOException {
    var asked = details.orElseThrow();
    if (more.ids().size() > 1) {
      try {
        replaceHead(asked.of(more.ids()));
      } catch (IOException e) {
        // One of them may be what fails, or all together are too much.
        split(more);
      }
      return;
    }
    var id = more.ids().get(0);
    var subject = subject(things.details().orElseThrow(), id);
    var outcome = retries.attempt(id, () -> asked.of(more.ids()));
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

  // The answer comes while what is here is handed out.
  private void askAhead() {
    for (var one : work) {
      if (one instanceof Work.More more) {
        details.ifPresent(asked -> asked.askFor(more.ids()));
        return;
      }
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
    askAhead();
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
    for (var one : published.withAllOf(id)) {
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

  private static String subject(JsonNode json) {
    return Json.text(json, "number").or(() -> Json.text(json, "id")).orElse("an entry without id");
  }
}
