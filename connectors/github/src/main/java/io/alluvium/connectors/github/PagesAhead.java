package io.alluvium.connectors.github;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** Asks for the next page of a pass while the one before is handed out, where there is room. */
final class PagesAhead {
  private record Ahead(URI uri, Future<Pages.Answer> answer) {}

  private final Pages pages;
  private final Shared shared;
  private @Nullable Ahead ahead;

  PagesAhead(Pages pages, Shared shared) {
    this.pages = pages;
    this.shared = shared;
  }

  /** The page at an address, asked for before or now. */
  Pages.Answer page(URI uri, boolean isLink) throws IOException {
    var early = ahead;
    if (early != null && early.uri().equals(uri)) {
      ahead = null;
      return shared.await(early.answer());
    }
    drop();
    return pages.ask(uri, isLink, false);
  }

  /** Asks for a page that will be needed next. */
  void ask(URI uri, boolean isLink) {
    drop();
    if (shared.hasRoomAhead()) {
      ahead = new Ahead(uri, shared.ahead(() -> pages.ask(uri, isLink, false)));
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
