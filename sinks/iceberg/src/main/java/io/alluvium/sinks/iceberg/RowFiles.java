package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.PartitionKey;
import org.apache.iceberg.Table;
import org.apache.iceberg.data.GenericFileWriterFactory;
import org.apache.iceberg.data.InternalRecordWrapper;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.encryption.EncryptedFiles;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DataWriter;
import org.apache.iceberg.io.InputFile;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows into Parquet files. A file is finished beside the table first and then stored under a
 * name that holds the SHA-256 of its bytes, so that {@link ColdVerification} finds every flipped
 * bit.
 */
final class RowFiles {
  private static final Pattern NAME = Pattern.compile(".*-([0-9a-f]{64})\\.parquet");
  private static final int BUFFER = 1 << 16;

  private final Path staging;
  private boolean cleared;

  RowFiles(Path staging) {
    this.staging = staging;
  }

  /** What a file's name says that its bytes hash to; null if it says nothing. */
  static @Nullable String hashIn(String location) {
    var name = NAME.matcher(location);
    return name.matches() ? name.group(1) : null;
  }

  /** SHA-256 of a file's bytes, in hex. */
  static String hash(InputFile file) throws IOException {
    try (var bytes = file.newStream()) {
      return hash(bytes);
    }
  }

  /**
   * What is wrong with a file of a table, held to the hash in its name; empty if nothing is.
   *
   * @throws IOException if it cannot be read: now, or at all
   */
  static Optional<String> damage(Table table, String location) throws IOException {
    var stated = hashIn(location);
    if (stated == null) {
      return Optional.of("its name states no hash: Alluvium did not write it");
    }
    try {
      var hash = hash(table.io().newInputFile(location));
      return hash.equals(stated)
          ? Optional.empty()
          : Optional.of("its bytes hash to " + hash + ", not to what its name states");
    } catch (NotFoundException gone) {
      return Optional.of("it is not there");
    } catch (RuntimeException unreadable) {
      throw new IOException(unreadable.getMessage(), unreadable);
    }
  }

  /** Stores rows, one file per day. */
  List<DataFile> write(Table table, ColdTable layout, Iterable<Record> rows) throws IOException {
    var byDay = new TreeMap<Long, List<Record>>();
    for (var row : rows) {
      var time = (OffsetDateTime) row.getField(layout.dayOf());
      byDay.computeIfAbsent(time.toLocalDate().toEpochDay(), day -> new ArrayList<>()).add(row);
    }
    var files = new ArrayList<DataFile>();
    for (var day : byDay.values()) {
      files.add(writeDay(table, day));
    }
    return files;
  }

  /** Stores rows of one day in one file. */
  DataFile writeDay(Table table, Iterable<Record> rows) throws IOException {
    clear();
    var staged = staging.resolve(UUID.randomUUID() + ".parquet");
    try {
      return store(table, stage(table, staged, rows), staged);
    } finally {
      Files.deleteIfExists(staged);
    }
  }

  /** What a crash left there was never part of a table. */
  private synchronized void clear() throws IOException {
    Files.createDirectories(staging);
    if (cleared) {
      return;
    }
    try (var left = Files.newDirectoryStream(staging)) {
      for (var file : left) {
        Files.delete(file);
      }
    }
    cleared = true;
  }

  private static DataFile stage(Table table, Path staged, Iterable<Record> rows)
      throws IOException {
    var each = rows.iterator();
    var first = each.next();
    var key = new PartitionKey(table.spec(), table.schema());
    key.partition(new InternalRecordWrapper(table.schema().asStruct()).wrap(first));
    var output = org.apache.iceberg.Files.localOutput(staged.toFile());
    DataWriter<Record> writer =
        new GenericFileWriterFactory.Builder(table)
            .dataFileFormat(FileFormat.PARQUET)
            .build()
            .newDataWriter(EncryptedFiles.plainAsEncryptedOutput(output), table.spec(), key);
    try (writer) {
      writer.write(first);
      each.forEachRemaining(writer::write);
    }
    return writer.toDataFile();
  }

  private static DataFile store(Table table, DataFile file, Path staged) throws IOException {
    String hash;
    try (var bytes = Files.newInputStream(staged)) {
      hash = hash(bytes);
    }
    var location =
        table
            .locationProvider()
            .newDataLocation(
                table.spec(), file.partition(), UUID.randomUUID() + "-" + hash + ".parquet");
    try (var from = Files.newInputStream(staged);
        var to = table.io().newOutputFile(location).create()) {
      from.transferTo(to);
    }
    long stored = table.io().newInputFile(location).getLength();
    if (stored != file.fileSizeInBytes()) {
      throw new TierException(
          location + " should have " + file.fileSizeInBytes() + " bytes and has " + stored);
    }
    return DataFiles.builder(table.spec()).copy(file).withPath(location).build();
  }

  private static String hash(InputStream bytes) throws IOException {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      var buffer = new byte[BUFFER];
      for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
        digest.update(buffer, 0, read);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
