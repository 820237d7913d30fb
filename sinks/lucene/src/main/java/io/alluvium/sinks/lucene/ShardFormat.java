package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.LockObtainFailedException;

/** What stands in a shard's commit beside the documents: the format and the offsets. */
final class ShardFormat {
  /** Raised when {@link EventDocument} or the analysis changes so that old shards mislead. */
  static final int VERSION = 1;

  private static final String KEY = "alluvium.format";

  private ShardFormat() {}

  /** Commit data for these offsets. */
  static Map<String, String> commitData(TierOffsets offsets) {
    var data = new HashMap<>(offsets.toCommitData());
    data.put(KEY, Integer.toString(VERSION));
    return data;
  }

  /**
   * Reads the offsets of an existing commit.
   *
   * @throws TierException if a newer version of the product wrote it
   * @throws TierCorruptedException if it holds data without offsets
   */
  static TierOffsets offsets(Path directory, Map<String, String> commitData) {
    int version;
    TierOffsets offsets;
    try {
      version = Integer.parseInt(commitData.getOrDefault(KEY, "0"));
      offsets = TierOffsets.fromCommitData(commitData);
    } catch (IllegalArgumentException unreadable) {
      throw new TierCorruptedException(
          "The commit data of shard "
              + directory
              + " cannot be read: "
              + commitData
              + remedy(directory),
          unreadable);
    }
    if (version > VERSION) {
      throw new TierException(
          "Shard "
              + directory
              + " has format "
              + version
              + ", this version of Alluvium reads up to "
              + VERSION
              + ". Run the version that wrote it, or delete the directory to rebuild it");
    }
    if (version < VERSION || offsets.isEmpty()) {
      throw new TierCorruptedException(
          "Shard " + directory + " holds data without offsets or format" + remedy(directory));
    }
    return offsets;
  }

  /** What storage said, with what to do about it. */
  static TierException explain(Path directory, IOException failure) {
    return switch (failure) {
      case CorruptIndexException corrupt -> corrupted(directory, corrupt);
      case IndexFormatTooOldException old -> corrupted(directory, old);
      case EOFException truncated -> corrupted(directory, truncated);
      case NoSuchFileException missing -> corrupted(directory, missing);
      case FileNotFoundException missing -> corrupted(directory, missing);
      case IndexFormatTooNewException newer ->
          new TierException(
              "Shard "
                  + directory
                  + " was written by a newer Lucene. Run the version that wrote it, or delete the"
                  + " directory to rebuild it",
              newer);
      case LockObtainFailedException locked ->
          new TierException(
              "Shard " + directory + " is in use by another process; stop that one first", locked);
      case IOException other ->
          new TierException(
              "Shard " + directory + ": storage failed: " + other.getMessage(), other);
    };
  }

  private static TierCorruptedException corrupted(Path directory, IOException failure) {
    return new TierCorruptedException(
        "Shard " + directory + " is damaged: " + failure.getMessage() + remedy(directory), failure);
  }

  private static String remedy(Path directory) {
    return ". Delete " + directory + " to rebuild it from the log";
  }
}
