package io.alluvium.topology.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.WriteBatch;

/**
 * Writes of one batch in RocksDB's own serialised form, so that the whole batch crosses to native
 * code at once: one call for each row took longer than all the rest of it.
 *
 * <p>The form is that of RocksDB's log (write_batch.cc): twelve bytes of header, the last four of
 * them the number of writes, then for each its kind, its column family, its key and its value.
 */
final class RowBatch {
  private static final int HEADER = 12;
  private static final int COUNT = 8;
  private static final byte DELETION = 4;
  private static final byte VALUE = 5;
  private static final int LONGEST_NUMBER = 5;

  private byte[] bytes = new byte[64 * 1024];
  private int length = HEADER;
  private int count;

  void put(ColumnFamilyHandle family, byte[] key, byte[] value) {
    begin(VALUE, family, key.length + value.length);
    append(key);
    append(value);
  }

  void delete(ColumnFamilyHandle family, byte[] key) {
    begin(DELETION, family, key.length);
    append(key);
  }

  /** To be closed by the caller. */
  WriteBatch toWriteBatch() {
    var written = Arrays.copyOf(bytes, length);
    ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN).putInt(COUNT, count);
    return new WriteBatch(written);
  }

  /** Keeps the memory, which a new one would have to find each time. */
  void clear() {
    length = HEADER;
    count = 0;
  }

  private void begin(byte kind, ColumnFamilyHandle family, int content) {
    var most = length + 1 + 3 * LONGEST_NUMBER + content;
    if (most > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(most, 2 * bytes.length));
    }
    bytes[length++] = kind;
    append(family.getID());
    count++;
  }

  private void append(byte[] content) {
    append(content.length);
    System.arraycopy(content, 0, bytes, length, content.length);
    length += content.length;
  }

  /** Seven bits in each byte, the lowest first. */
  private void append(int number) {
    var left = number;
    while (left >= 0x80) {
      bytes[length++] = (byte) (left | 0x80);
      left >>>= 7;
    }
    bytes[length++] = (byte) left;
  }
}
