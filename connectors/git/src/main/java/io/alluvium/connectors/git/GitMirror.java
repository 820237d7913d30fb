package io.alluvium.connectors.git;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.api.errors.TransportException;
import org.eclipse.jgit.errors.NoRemoteRepositoryException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.UsernamePasswordCredentialsProvider;
import org.jspecify.annotations.Nullable;

/**
 * A bare copy of the branches and tags of a repository elsewhere. Fetching moves its refs and adds
 * objects; it never removes any, so what a rewrite dropped can still be told. Used by one thread;
 * {@link #cancel} by any.
 */
public final class GitMirror {
  private static final String BRANCHES = "refs/heads/";
  private static final String TAGS = "refs/tags/";
  private static final String PEELED = "^{}";
  private static final String USER = "x-access-token";

  private final Path directory;
  private final Duration timeout;
  private volatile boolean cancelled;

  /**
   * A mirror in a directory, which need not exist yet.
   *
   * @param timeout longest time the other side may say nothing
   */
  public GitMirror(Path directory, Duration timeout) {
    this.directory = directory;
    this.timeout = timeout;
  }

  /** The directory of the bare repository. */
  public Path directory() {
    return directory;
  }

  /**
   * Makes branches and tags what they are there now. Does nothing where they are already.
   *
   * @param password what lets in; empty for nobody in particular. Kept nowhere
   * @return whether anything has changed
   * @throws MirrorRefusedException if the repository is not there or may not be read
   * @throws IOException if it failed in a way that may pass; or if all branches vanished at once,
   *     which looks more like a fault of the other side
   */
  public boolean fetch(URI from, String password) throws IOException {
    QuietSystem.install();
    var credentials =
        password.isEmpty() ? null : new UsernamePasswordCredentialsProvider(USER, password);
    try (var git = open()) {
      var there = advertised(from, credentials);
      var here = refs(git.getRepository().getRefDatabase());
      if (there.equals(here)) {
        return false;
      }
      if (!hasBranch(there) && hasBranch(here)) {
        throw new IOException(from.getPath() + " shows no branch any more; not believed");
      }
      if (!there.isEmpty()) {
        fetch(git, from, credentials);
      }
      return true;
    } catch (TransportException e) {
      throw refused(from, e);
    } catch (GitAPIException e) {
      throw new IOException("Cannot fetch " + from.getPath() + ": " + e.getMessage(), e);
    }
  }

  private Git open() throws IOException, GitAPIException {
    if (Files.exists(directory.resolve("HEAD"))) {
      return Git.open(directory.toFile());
    }
    Files.createDirectories(directory);
    return Git.init().setBare(true).setDirectory(directory.toFile()).call();
  }

  private Map<String, String> advertised(URI from, @Nullable CredentialsProvider credentials)
      throws GitAPIException {
    return names(
        Git.lsRemoteRepository()
            .setRemote(from.toString())
            .setHeads(true)
            .setTags(true)
            .setTimeout(seconds())
            .setCredentialsProvider(credentials)
            .call());
  }

  private void fetch(Git git, URI from, @Nullable CredentialsProvider credentials)
      throws GitAPIException {
    git.fetch()
        .setRemote(from.toString())
        .setRefSpecs("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
        .setRemoveDeletedRefs(true)
        .setTagOpt(TagOpt.NO_TAGS)
        .setTimeout(seconds())
        .setCredentialsProvider(credentials)
        .setProgressMonitor(
            new EmptyProgressMonitor() {
              @Override
              public boolean isCancelled() {
                return cancelled;
              }
            })
        .call();
  }

  private int seconds() {
    return (int) Math.max(1, timeout.toSeconds());
  }

  private static Map<String, String> refs(RefDatabase refs) throws IOException {
    var all = new TreeMap<String, String>();
    all.putAll(names(refs.getRefsByPrefix(BRANCHES)));
    all.putAll(names(refs.getRefsByPrefix(TAGS)));
    return all;
  }

  private static Map<String, String> names(Collection<Ref> refs) {
    var names = new TreeMap<String, String>();
    for (var ref : refs) {
      var id = ref.getObjectId();
      if (id != null && !ref.getName().endsWith(PEELED) && isKept(ref.getName())) {
        names.put(ref.getName(), id.name());
      }
    }
    return names;
  }

  private static boolean isKept(String name) {
    return name.startsWith(BRANCHES) || name.startsWith(TAGS);
  }

  private static boolean hasBranch(Map<String, String> refs) {
    return refs.keySet().stream().anyMatch(name -> name.startsWith(BRANCHES));
  }

  // JGit says only in words whether it was let in.
  private static IOException refused(URI from, TransportException e) {
    var words = String.valueOf(e.getMessage());
    boolean gone = e.getCause() instanceof NoRemoteRepositoryException;
    if (gone || words.contains("not authorized") || words.contains("not permitted")) {
      return new MirrorRefusedException(from.getPath(), gone, e);
    }
    return new IOException("Cannot fetch " + from.getPath() + ": " + words, e);
  }

  /** Ends a fetch under way soon; none can be made any more. */
  public void cancel() {
    cancelled = true;
  }
}
