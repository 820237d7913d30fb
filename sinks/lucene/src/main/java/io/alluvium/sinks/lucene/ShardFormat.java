package io.alluvium.sinks.lucene;

import io.alluvium.sinks.TierCorruptedException;
import io.alluvium.sinks.TierException;
import io.alluvium.sinks.TierOffsets;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.LockObtainFailedException;

/**
 * What stands in a shard's commit beside the documents: the format, the offsets, what was dropped.
 */
final class ShardFormat {
  /** Raised when {@link EventDocument} or the analysis changes so that old shards mislead. */
  static final int VERSION = 3;

  private static final String KEY = "alluvium.format";
  private static final String TIER = "alluvium.tier";
  private static final String OLDEST_DAY = "alluvium.oldest.day";

  private ShardFormat() {}

  /**
   * What a commit says of a shard.
   *
   * @param offsets where its reader goes on
   * @param oldestDay first day that has not been dropped
   */
  record State(TierOffsets offsets, LocalDate oldestDay) {
    /** Of a shard that has nothing. */
    static final State NEW = new State(TierOffsets.NONE, LocalDate.EPOCH);
  }

  /** Commit data of a shard of a tier. */
  static Map<String, String> commitData(Layout layout, State state) {
    var data = new HashMap<>(state.offsets().toCommitData());
    data.put(KEY, Integer.toString(VERSION));
    data.put(TIER, layout.tier());
    data.put(OLDEST_DAY, state.oldestDay().toString());
    return data;
  }

  /**
   * Whether an older version of the product wrote this commit. What it stored does not do any more;
   * the log has it all, so the shard is built again.
   */
  static boolean isOlder(Path directory, Map<String, String> commitData) {
    int version = version(directory, commitData);
    return version > 0 && version < VERSION;
  }

  /**
   * Reads an existing commit.
   *
   * @throws TierException if a newer version of the product wrote it, or it is another tier's
   * @throws TierCorruptedException if it holds data without offsets
   */
  static State state(Path directory, Layout layout, Map<String, String> commitData) {
    int version = version(directory, commitData);
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
    var tier = commitData.getOrDefault(TIER, layout.tier());
    if (!tier.equals(layout.tier())) {
      throw new TierException(
          "Shard " + directory + " belongs to tier " + tier + ", not to " + layout.tier());
    }
    try {
      var offsets = TierOffsets.fromCommitData(commitData);
      var oldestDay = commitData.get(OLDEST_DAY);
      if (version < VERSION || offsets.isEmpty() || oldestDay == null) {
        throw new TierCorruptedException(
            "Shard " + directory + " holds data without offsets or format" + remedy(directory));
      }
      return new State(offsets, LocalDate.parse(oldestDay));
    } catch (IllegalArgumentException | DateTimeParseException unreadable) {
      throw unreadable(directory, commitData, unreadable);
    }
  }

  private static int version(Path directory, Map<String, String> commitData) {
    try {
      return Integer.parseInt(commitData.getOrDefault(KEY, "0"));
    } catch (NumberFormatException unreadable) {
      throw unreadable(directory, commitData, unreadable);
    }
  }

  private static TierCorruptedException unreadable(
      Path directory, Map<String, String> commitData, RuntimeException cause) {
    return new TierCorruptedException(
        "The commit data of shard "
            + directory
            + " cannot be read: "
            + commitData
            + remedy(directory),
        cause);
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
      case IOException full when isFull(full) ->
          new TierException(
              "There is no room left for shard "
                  + directory
                  + ". Its tier pauses and goes on by itself once there is; nothing is lost",
              full);
      case IOException other ->
          new TierException(
              "Shard " + directory + ": storage failed: " + other.getMessage(), other);
    };
  }

  private static boolean isFull(IOException failure) {
    var said = String.valueOf(failure.getMessage());
    return said.contains("No space left") || said.contains("Disk quota exceeded");
  }

  private static TierCorruptedException corrupted(Path directory, IOException failure) {
    return new TierCorruptedException(
        "Shard " + directory + " is damaged: " + failure.getMessage() + remedy(directory), failure);
  }

  private static String remedy(Path directory) {
    return ". Delete " + directory + " to rebuild it from the log";
  }
}
