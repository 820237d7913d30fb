package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.api.Binary;

/**
 * What is known of some thousand neighbouring rows of a file without reading them.
 *
 * @param block where they lie
 * @param filters by column, which values they may have
 * @param earliest when the first of them came, in microseconds
 * @param latest when the last came
 */
record RowGroup(BlockMetaData block, Map<String, BloomFilter> filters, long earliest, long latest) {
  private static final int COLUMN_BYTES = 500;

  static RowGroup read(ParquetFileReader file, BlockMetaData block, ColdTable table)
      throws IOException {
    var filters = new HashMap<String, BloomFilter>();
    long earliest = Long.MIN_VALUE;
    long latest = Long.MAX_VALUE;
    for (var column : block.getColumns()) {
      var name = column.getPath().toDotString();
      if (table.lookup().contains(name)) {
        var filter = file.readBloomFilter(column);
        if (filter != null) {
          filters.put(name, filter);
        }
      } else if (name.equals(table.dayOf()) && hasBounds(column)) {
        earliest = (Long) column.getStatistics().genericGetMin();
        latest = (Long) column.getStatistics().genericGetMax();
      }
    }
    return new RowGroup(block, Map.copyOf(filters), earliest, latest);
  }

  private static boolean hasBounds(ColumnChunkMetaData column) {
    return column.getStatistics() != null && column.getStatistics().hasNonNullValue();
  }

  boolean mayHave(RowLookup rows) {
    if (!rows.mayLieBetween(earliest, latest)) {
      return false;
    }
    var filter = filters.get(rows.column());
    return filter == null
        || rows.values().stream()
            .anyMatch(value -> filter.findHash(filter.hash(Binary.fromString(value))));
  }

  /** What it takes in memory, about. */
  int bytes() {
    return block.getColumns().size() * COLUMN_BYTES
        + filters.values().stream().mapToInt(BloomFilter::getBitsetSize).sum();
  }
}
