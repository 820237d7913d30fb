package io.alluvium.sinks;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.AsynchronousFileChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * Local files on whose way every change is a named step: a file made, a rename, a deletion, what is
 * forced to the disk. Made of proxies, for whatever takes a {@link Path} to be none the wiser.
 */
public final class WatchedFiles extends FileSystemProvider {
  /** Hears of each step before it happens. */
  public interface Steps {
    /** Something is about to happen; it does not if this throws. */
    void before(String what) throws IOException;
  }

  private final FileSystemProvider local;
  private final FileSystem files;
  private final Steps steps;

  private WatchedFiles(Path below, Steps steps) {
    this.local = below.getFileSystem().provider();
    this.files = new WatchedFileSystem(this, below.getFileSystem());
    this.steps = steps;
  }

  /** The same path, every change below which is heard of. */
  public static Path below(Path directory, Steps steps) {
    return new WatchedFiles(directory, steps).wrap(directory);
  }

  private interface Known extends Path {
    Path known();
  }

  Path wrap(Path path) {
    return (Path)
        Proxy.newProxyInstance(
            Known.class.getClassLoader(),
            new Class<?>[] {Known.class},
            (self, method, arguments) ->
                switch (method.getName()) {
                  case "known" -> path;
                  case "getFileSystem" -> files;
                  default -> {
                    var given = arguments == null ? new Object[0] : arguments.clone();
                    for (int at = 0; at < given.length; at++) {
                      given[at] = given[at] instanceof Path other ? unwrap(other) : given[at];
                    }
                    try {
                      var answer = method.invoke(path, given);
                      yield answer instanceof Path other ? wrap(other) : answer;
                    } catch (InvocationTargetException failure) {
                      throw failure.getCause();
                    }
                  }
                });
  }

  static Path unwrap(Path path) {
    return path instanceof Known known ? known.known() : path;
  }

  private static boolean writes(Set<? extends OpenOption> options) {
    return options.contains(StandardOpenOption.WRITE)
        || options.contains(StandardOpenOption.APPEND)
        || options.contains(StandardOpenOption.CREATE)
        || options.contains(StandardOpenOption.CREATE_NEW);
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (writes(options)) {
      steps.before("make " + path.getFileName());
    }
    return local.newByteChannel(unwrap(path), options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    if (writes(options) || Files.isDirectory(path)) {
      steps.before("force " + path.getFileName());
    }
    return local.newFileChannel(unwrap(path), options, attributes);
  }

  @Override
  public void createDirectory(Path path, FileAttribute<?>... attributes) throws IOException {
    steps.before("make directory " + path.getFileName());
    local.createDirectory(unwrap(path), attributes);
  }

  @Override
  public void delete(Path path) throws IOException {
    steps.before("delete " + path.getFileName());
    local.delete(unwrap(path));
  }

  @Override
  public void move(Path from, Path to, CopyOption... options) throws IOException {
    steps.before("move " + from.getFileName() + " to " + to.getFileName());
    local.move(unwrap(from), unwrap(to), options);
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    var found = new ArrayList<Path>();
    try (var entries = local.newDirectoryStream(unwrap(directory), any -> true)) {
      for (var entry : entries) {
        var wrapped = wrap(entry);
        if (filter.accept(wrapped)) {
          found.add(wrapped);
        }
      }
    }
    return new DirectoryStream<>() {
      @Override
      public Iterator<Path> iterator() {
        return found.iterator();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    return local.readAttributes(unwrap(path), type, options);
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
      throws IOException {
    return local.readAttributes(unwrap(path), names, options);
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return local.getFileAttributeView(unwrap(path), type, options);
  }

  @Override
  public void setAttribute(Path path, String name, Object value, LinkOption... options)
      throws IOException {
    local.setAttribute(unwrap(path), name, value, options);
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    local.checkAccess(unwrap(path), modes);
  }

  @Override
  public boolean isSameFile(Path one, Path other) throws IOException {
    return local.isSameFile(unwrap(one), unwrap(other));
  }

  @Override
  public boolean isHidden(Path path) throws IOException {
    return local.isHidden(unwrap(path));
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    return local.getFileStore(unwrap(path));
  }

  @Override
  public void copy(Path from, Path to, CopyOption... options) {
    throw new UnsupportedOperationException("No tier copies files");
  }

  @Override
  public AsynchronousFileChannel newAsynchronousFileChannel(
      Path path,
      Set<? extends OpenOption> options,
      ExecutorService executor,
      FileAttribute<?>... attributes) {
    throw new UnsupportedOperationException("No tier writes in the background");
  }

  @Override
  public String getScheme() {
    return local.getScheme();
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
    throw new UnsupportedOperationException("There is one");
  }

  @Override
  public FileSystem getFileSystem(URI uri) {
    return files;
  }

  @Override
  public Path getPath(URI uri) {
    return wrap(local.getPath(uri));
  }
}
