package io.alluvium.connectors.github;

import io.alluvium.connectors.git.GitMirror;
import io.alluvium.connectors.git.GitRepository;
import io.alluvium.connectors.git.RepositoryPlace;
import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The mirror of one repository of GitHub, fetched now and then beside the task. */
final class MirrorPlace implements RepositoryPlace, AutoCloseable {
  /** A fetch that has ended: what the mirror shows since is how GitHub was at its start. */
  private record Fetched(Instant startedAt, Instant endedAt, boolean changed) {}

  private final RepositoryScope repository;
  private final GithubClient client;
  private final GitMirror mirror;
  private final Schedule schedule;
  private final ExecutorService threads;
  private @Nullable Future<Fetched> underWay;
  private @Nullable Fetched last;
  private @Nullable Fetched beforeLast;
  private volatile String webUrl = "";

  /**
   * @param threads where it is fetched
   */
  MirrorPlace(
      RepositoryScope repository,
      GithubSourceConfig config,
      GithubClient client,
      ExecutorService threads) {
    this.threads = threads;
    this.repository = repository;
    this.client = client;
    this.schedule = new Schedule(config.intervals());
    var directory = config.mirrors().resolve(repository.host()).resolve(repository.id() + ".git");
    this.mirror = new GitMirror(directory, config.timeout());
  }

  RepositoryScope repository() {
    return repository;
  }

  /**
   * Fetches when it is time to, and tells how the last fetch went.
   *
   * @return whether there was one that worked
   */
  boolean keepUp() throws IOException {
    var fetching = underWay;
    if (fetching != null && fetching.isDone()) {
      underWay = null;
      take(fetching);
    } else if (fetching == null && schedule.isDue()) {
      underWay = threads.submit(this::fetch);
    }
    return last != null;
  }

  private void take(Future<Fetched> fetching) throws IOException {
    schedule.ended();
    try {
      var fetched = fetching.get();
      beforeLast = last;
      last = fetched;
      schedule.saw(fetched.changed() ? 1 : 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while fetching", e);
    } catch (ExecutionException e) {
      schedule.hasten();
      if (e.getCause() instanceof IOException fault) {
        throw fault;
      }
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IOException("Fetching failed: " + e.getCause(), e);
    }
  }

  // In a thread of its own.
  private Fetched fetch() throws IOException {
    var startedAt = Instant.now();
    var response = client.getIfChanged(client.uri("/repositories/" + repository.id()));
    if (response.status() == 200) {
      webUrl = Json.required(response.json(), "clone_url").replaceAll("\\.git$", "");
    } else if (response.status() != 304) {
      throw new IOException("GitHub answered " + response.status() + " for the repository");
    }
    boolean changed = mirror.fetch(URI.create(webUrl + ".git"), client.gitPassword().orElse(""));
    return new Fetched(startedAt, Instant.now(), changed);
  }

  @Override
  public String scope() {
    return repository.scope();
  }

  @Override
  public Optional<GitRepository> find() throws IOException {
    try {
      return GitRepository.containing(mirror.directory());
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public Instant asOf(Instant readAt) {
    var newest = last;
    var older = beforeLast;
    if (newest != null && !newest.endedAt().isAfter(readAt)) {
      return newest.startedAt();
    }
    return older != null ? older.startedAt() : newest != null ? newest.startedAt() : readAt;
  }

  @Override
  public void describe(String sha, RawEvent.Builder event) {
    describe(event, "/commit/" + sha);
  }

  /** Adds where a person looks at a branch or tag, and who may. */
  void describeRef(RawEvent.Builder event) {
    var name = URLEncoder.encode(event.getTitle(), StandardCharsets.UTF_8).replace("%2F", "/");
    describe(event, "/tree/" + name);
  }

  private void describe(RawEvent.Builder event, String path) {
    if (!webUrl.isEmpty()) {
      event.setUrl(webUrl + path);
    }
    if (repository.isPrivate()) {
      event.setVisibility("private");
    }
  }

  /** Ends a fetch under way. */
  void cancel() {
    mirror.cancel();
    client.close();
    threads.shutdownNow();
  }

  @Override
  public void close() {
    cancel();
  }
}
