package io.alluvium.sinks.lucene;

import io.alluvium.sinks.SliceDigest;
import io.alluvium.sinks.Slices;
import io.alluvium.sinks.VersionId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Collections;
import java.util.SortedSet;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.store.FSDirectory;

/** The slices of a shard as its committed files have them: opened for each call, from the disk. */
final class CommittedSlices implements Slices {
  private final Path path;

  CommittedSlices(Path path) {
    this.path = path;
  }

  @Override
  public SortedSet<LocalDate> days() {
    return read(SliceReader::days, Collections.emptySortedSet());
  }

  @Override
  public SliceDigest digest(LocalDate day) {
    return read(slices -> slices.digest(day), SliceDigest.EMPTY);
  }

  @Override
  public SortedSet<VersionId> versions(LocalDate day) {
    return read(slices -> slices.versions(day), Collections.emptySortedSet());
  }

  private interface Reading<T> {
    T from(SliceReader slices) throws IOException;
  }

  private <T> T read(Reading<T> reading, T nothing) {
    try (var files = FSDirectory.open(path)) {
      if (!DirectoryReader.indexExists(files)) {
        return nothing;
      }
      try (var reader = DirectoryReader.open(files)) {
        return reading.from(new SliceReader(reader));
      }
    } catch (IOException failure) {
      throw ShardFormat.explain(path, failure);
    }
  }
}
