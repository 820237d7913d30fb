package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.data.parquet.GenericParquetReaders;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.parquet.ParquetSchemaUtil;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;

/**
 * A file's own table of contents: with it, a few rows are read without reading anything else.
 *
 * @param file what is true of all of it
 * @param groups its rows, in order
 */
record RowGroups(FileMetaData file, List<RowGroup> groups) {
  private static final ParquetReadOptions OPTIONS =
      ParquetReadOptions.builder(new PlainParquetConfiguration()).build();

  static RowGroups read(InputFile file, ColdTable table) throws IOException {
    try (var reader = new ParquetFileReader(new ParquetInput(file), OPTIONS)) {
      var groups = new ArrayList<RowGroup>();
      for (var block : reader.getFooter().getBlocks()) {
        groups.add(RowGroup.read(reader, block, table));
      }
      return new RowGroups(reader.getFooter().getFileMetaData(), List.copyOf(groups));
    }
  }

  /**
   * Gives each row of those groups that may have one that is looked for.
   *
   * @param from the file that this was read from
   */
  void read(InputFile from, Schema columns, RowLookup rows, Consumer<Record> each)
      throws IOException {
    List<BlockMetaData> wanted =
        groups.stream().filter(group -> group.mayHave(rows)).map(RowGroup::block).toList();
    if (wanted.isEmpty()) {
      return;
    }
    var input = new ParquetInput(from);
    var contents = new ParquetMetadata(file, wanted);
    try (var reader = ParquetFileReader.open(input, contents, OPTIONS, input.newStream())) {
      var stored = ParquetSchemaUtil.pruneColumns(file.getSchema(), columns);
      reader.setRequestedSchema(stored);
      var row = GenericParquetReaders.buildReader(columns, stored);
      for (var block : wanted) {
        row.setPageSource(Objects.requireNonNull(reader.readNextRowGroup()));
        for (long number = 0; number < block.getRowCount(); number++) {
          each.accept(row.read(null));
        }
      }
    }
  }

  /** What it takes in memory, about. */
  int bytes() {
    return groups.stream().mapToInt(RowGroup::bytes).sum();
  }
}
