package io.alluvium.topology.store;

import static io.alluvium.topology.store.StoreTask.bytes;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Commits large transactions until it is killed in the middle of one. */
final class KilledWriter {
  static final int STATUS = 137;
  static final int ROWS = 20;
  static final int TRANSACTIONS = 60;

  private KilledWriter() {}

  public static void main(String[] arguments) {
    var task = new StoreTask(Path.of(arguments[0]));
    task.open();
    for (long transaction = 1; transaction <= TRANSACTIONS; transaction++) {
      for (int row = 0; row < ROWS; row++) {
        var value = ByteBuffer.allocate(64 << 10).putLong(transaction).array();
        task.store.put(bytes("row" + row), value);
        if (transaction == TRANSACTIONS && row == ROWS / 2) {
          Runtime.getRuntime().halt(STATUS);
        }
      }
      task.prepare(transaction * ROWS);
    }
  }
}
