package io.alluvium.sinks;

import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/** What the paths of {@link WatchedFiles} belong to. */
final class WatchedFileSystem extends FileSystem {
  private final WatchedFiles files;
  private final FileSystem system;

  WatchedFileSystem(WatchedFiles files, FileSystem system) {
    this.files = files;
    this.system = system;
  }

  @Override
  public FileSystemProvider provider() {
    return files;
  }

  @Override
  public Path getPath(String first, String... more) {
    return files.wrap(system.getPath(first, more));
  }

  @Override
  public PathMatcher getPathMatcher(String pattern) {
    var matcher = system.getPathMatcher(pattern);
    return path -> matcher.matches(WatchedFiles.unwrap(path));
  }

  @Override
  public void close() {
    throw new UnsupportedOperationException("It is the default one");
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public boolean isReadOnly() {
    return false;
  }

  @Override
  public String getSeparator() {
    return system.getSeparator();
  }

  @Override
  public Iterable<Path> getRootDirectories() {
    return system.getRootDirectories();
  }

  @Override
  public Iterable<FileStore> getFileStores() {
    return system.getFileStores();
  }

  @Override
  public Set<String> supportedFileAttributeViews() {
    return system.supportedFileAttributeViews();
  }

  @Override
  public UserPrincipalLookupService getUserPrincipalLookupService() {
    return system.getUserPrincipalLookupService();
  }

  @Override
  public WatchService newWatchService() {
    throw new UnsupportedOperationException("Nobody watches");
  }
}
