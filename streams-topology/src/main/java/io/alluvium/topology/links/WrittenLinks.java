package io.alluvium.topology.links;

import io.alluvium.schemas.Event;
import io.alluvium.topology.Prose;

/**
 * Reads the texts that people wrote, and turns what they name into edges: {@link TextScan} finds
 * the words, {@link PageLinks} knows what addresses show. Source code and data are not read.
 */
final class WrittenLinks implements TextScan.Listener {
  private final Event event;
  private final Home home;
  private final Edges edges;
  private final PageLinks pages;
  private final boolean canClose;

  WrittenLinks(Event event, Home home, Edges edges) {
    this.event = event;
    this.home = home;
    this.edges = edges;
    this.pages = new PageLinks(home);
    this.canClose = event.getKind().equals("commit") || event.getKind().equals("pull_request");
  }

  void add() {
    switch (event.getKind()) {
      case "issue", "pull_request", "release", "row" -> {
        event.getTitle().ifPresent(this::read);
        event.getText().ifPresent(this::read);
      }
      case "comment", "review", "message", "tag" -> event.getText().ifPresent(this::read);
      case "commit" ->
          event.getText().ifPresent(text -> read(text.substring(0, ChangedPaths.start(text))));
      case "file" -> event.getText().filter(text -> Prose.isProse(event)).ifPresent(this::read);
      default -> {}
    }
  }

  private void read(String text) {
    new TextScan(text, this).run();
  }

  @Override
  public void commit(String sha, TextScan.Found found) {
    edges.addWritten(Relation.MENTIONS, Names.commit(sha), found.words());
  }

  @Override
  public void address(TextScan.Found found) {
    var page = Page.of(found.words());
    var key = page == null ? null : pages.keyOf(page);
    if (key != null) {
      add(key, found);
    }
  }

  @Override
  public void issue(String number, TextScan.Found found) {
    var repository = home.repository();
    if (repository != null) {
      add(repository.issue(number), found);
    }
  }

  @Override
  public void issueOf(String owner, String repository, String number, TextScan.Found found) {
    var own = home.repository();
    var key =
        own != null && home.isSameRepository(home.host(), owner, repository)
            ? own.issue(number)
            : Names.issue(home.host(), owner, repository, number);
    add(key, found);
  }

  @Override
  public void trackerKey(TextScan.Found found) {
    add(Names.trackerKey(found.words()), found);
  }

  private void add(String key, TextScan.Found found) {
    var closes = canClose && found.isAfterClosingWord();
    edges.addWritten(closes ? Relation.CLOSES : Relation.MENTIONS, key, found.words());
  }
}
