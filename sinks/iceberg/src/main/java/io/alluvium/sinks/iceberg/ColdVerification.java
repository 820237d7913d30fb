package io.alluvium.sinks.iceberg;

import io.alluvium.sinks.TierException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.iceberg.FileScanTask;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.CloseableIterable;

/**
 * Reads every byte of every file that counts and holds it to the hash in the file's name: no bit
 * can flip unseen.
 */
public final class ColdVerification {
  /**
   * A file that is not what was committed.
   *
   * @param table name of the table
   * @param file where it lies
   * @param what what is wrong with it
   */
  public record Damage(String table, String file, String what) {}

  /**
   * How far it is.
   *
   * @param table what it is at
   * @param files files read of it
   * @param of files it has
   */
  public record Progress(String table, int files, int of) {}

  private final ColdTables tables;

  ColdVerification(ColdTables tables) {
    this.tables = tables;
  }

  /**
   * Reads everything.
   *
   * @param listener hears after each file how far it is
   * @return what is damaged; empty if nothing is
   * @throws TierException if a table's own lists cannot be read
   */
  public List<Damage> run(Consumer<Progress> listener) {
    var damaged = new ArrayList<Damage>();
    for (var store : tables.all()) {
      var name = store.layout().table();
      store
          .load()
          .ifPresent(table ->
              Storage.guarded(
                  "verify table " + name, () -> damaged.addAll(of(name, table, listener))));
    }
    return List.copyOf(damaged);
  }

  private static List<Damage> of(String name, Table table, Consumer<Progress> listener)
      throws IOException {
    var locations = new ArrayList<String>();
    try (CloseableIterable<FileScanTask> tasks = table.newScan().planFiles()) {
      tasks.forEach(task -> locations.add(task.file().location()));
    }
    var damaged = new ArrayList<Damage>();
    int read = 0;
    for (var location : locations) {
      damage(table, location).map(what -> new Damage(name, location, what)).ifPresent(damaged::add);
      listener.accept(new Progress(name, ++read, locations.size()));
    }
    return damaged;
  }

  private static Optional<String> damage(Table table, String location) {
    try {
      return RowFiles.damage(table, location);
    } catch (IOException e) {
      return Optional.of("it cannot be read: " + e.getMessage());
    }
  }
}
