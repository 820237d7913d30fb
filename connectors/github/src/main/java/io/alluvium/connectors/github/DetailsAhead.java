package io.alluvium.connectors.github;

import java.io.IOException;
import java.time.DateTimeException;
import java.util.List;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks for details that are needed next while others are handed out, where there is room. */
final class DetailsAhead {
  private record Ahead(List<String> ids, Future<List<Found>> answer) {}

  private final Details details;
  private final Shared shared;
  private @Nullable Ahead ahead;

  DetailsAhead(Details details, Shared shared) {
    this.details = details;
    this.shared = shared;
  }

  /** The details of some things, asked for before or now. */
  List<Found> of(List<String> ids) throws IOException {
    var early = ahead;
    if (early != null && early.ids().equals(ids)) {
      ahead = null;
      return shared.await(early.answer());
    }
    drop();
    return ask(ids);
  }

  /** Asks for the details of things that will be needed next. */
  void askFor(List<String> ids) {
    var early = ahead;
    if (early != null && early.ids().equals(ids)) {
      return;
    }
    drop();
    if (shared.hasRoomAhead()) {
      ahead = new Ahead(ids, shared.ahead(() -> ask(ids)));
    }
  }

  private List<Found> ask(List<String> ids) throws IOException {
    try {
      return details.of(ids);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException(details.name() + " cannot be understood: " + e.getMessage(), e);
    }
  }

  /** Gives up what was asked for and not needed. */
  void drop() {
    var early = ahead;
    if (early != null) {
      ahead = null;
      shared.drop(early.answer());
    }
  }
}
