package io.alluvium.simulators.github.state;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The releases of a repository. Upstream lists no time of change for them. Thread-safe. */
public final class Releases {
  private final Repository repository;
  private final GitHubState state;
  private final Table<Release> table = new Table<>(release -> 0);

  Releases(Repository repository) {
    this.repository = repository;
    this.state = repository.state;
  }

  /** Publishes a release. */
  public Release create(String author, String tag, String name, String body) {
    synchronized (state) {
      Release release = add(author, tag, state.now());
      release.name = name;
      release.body = body;
      repository.happened(
          "ReleaseEvent", "published", release.author(), String.valueOf(release.id()));
      return release;
    }
  }

  /** Makes a draft of a release. */
  public Release draft(String author, String tag, String name, String body) {
    synchronized (state) {
      Release release = add(author, tag, state.now());
      release.name = name;
      release.body = body;
      release.draft = true;
      release.publishedAt = 0;
      return release;
    }
  }

  /** Publishes a draft. */
  public void publish(long id) {
    change(
        id,
        release -> {
          release.draft = false;
          release.publishedAt = state.now();
        });
  }

  /** Changes title and notes. */
  public void edit(long id, String name, String body) {
    change(
        id,
        release -> {
          release.name = name;
          release.body = body;
        });
  }

  /** Marks it as a pre-release, or as a full one. */
  public void prerelease(long id, boolean prerelease) {
    change(id, release -> release.prerelease = prerelease);
  }

  /** Uploads a file. */
  public Release.Asset addAsset(long id, String name, long size) {
    synchronized (state) {
      var asset = new Release.Asset(state.nextId(Kind.ASSET), name, size, state.now());
      change(
          id,
          release -> {
            var assets = new ArrayList<>(release.assets);
            assets.add(asset);
            release.assets = List.copyOf(assets);
          });
      return asset;
    }
  }

  /** Deletes a file. */
  public void deleteAsset(long id, long assetId) {
    change(
        id,
        release ->
            release.assets =
                release.assets.stream().filter(asset -> asset.id() != assetId).toList());
  }

  /** Deletes a release; its tag stays. */
  public void delete(long id) {
    synchronized (state) {
      table.remove(get(id));
    }
  }

  /** The releases that exist, by id. */
  public List<Release> listed() {
    synchronized (state) {
      return List.copyOf(table.all());
    }
  }

  /** The release with this id. */
  public Release get(long id) {
    synchronized (state) {
      return table.find(id).orElseThrow(() -> new UnknownItemException("Release " + id));
    }
  }

  /** Releases, for listings. */
  public Table<Release> table() {
    return table;
  }

  Release add(@Nullable String author, String tag, long createdAt) {
    Account by = state.user(author == null ? "ghost" : author);
    var release = new Release(state.nextId(Kind.RELEASE), createdAt, by, tag);
    table.add(release);
    return release;
  }

  private void change(long id, Consumer<Release> change) {
    synchronized (state) {
      Release release = get(id);
      table.change(release, state.now(), () -> change.accept(release));
    }
  }
}
