package io.alluvium.sinks.lucene;

import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.VersionId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;

/** The slices of a shard as its committed files have them: opened for each call, from the disk. */
final class CommittedSlices implements Slices {
  private final Path path;
  private final Layout layout;
  private final boolean keepsCurrent;

  /**
   * @param keepsCurrent whether current versions of live entities stay when their slice is dropped
   */
  CommittedSlices(Path path, Layout layout, boolean keepsCurrent) {
    this.path = path;
    this.layout = layout;
    this.keepsCurrent = keepsCurrent;
  }

  @Override
  public Standing standing() {
    return read(
        reader -> {
          var commit = reader.getIndexCommit().getUserData();
          if (ShardFormat.isOlder(path, commit)) {
            return Standing.NOTHING;
          }
          var state = ShardFormat.state(path, layout, commit);
          return new Standing(state.offsets(), state.oldestDay());
        },
        Standing.NOTHING);
  }

  @Override
  public SortedMap<LocalDate, Held> days() {
    return read(
        reader -> new SliceReader(reader).held(new Staying(reader, keepsCurrent)),
        Collections.emptySortedMap());
  }

  @Override
  public SliceDigest digest(LocalDate day) {
    return read(reader -> new SliceReader(reader).digest(day), SliceDigest.EMPTY);
  }

  @Override
  public SortedSet<VersionId> versions(LocalDate day) {
    return read(reader -> new SliceReader(reader).versions(day), Collections.emptySortedSet());
  }

  /** Reads something from the last commit. */
  interface Reading<T> {
    T from(DirectoryReader reader) throws IOException;
  }

  <T> T read(Reading<T> reading, T nothing) {
    // Lucene would make the directory, which may be missing for a moment while a new shard takes
    // the place of the old one.
    if (!Files.isDirectory(path)) {
      return nothing;
    }
    try (var files = FSDirectory.open(path)) {
      if (!DirectoryReader.indexExists(files)) {
        return nothing;
      }
      try (var reader = DirectoryReader.open(files)) {
        return reading.from(reader);
      }
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }
}
