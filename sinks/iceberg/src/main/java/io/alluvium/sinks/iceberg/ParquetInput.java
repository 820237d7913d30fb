package io.alluvium.sinks.iceberg;

import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;

/** A file as Parquet's own reader wants it. */
record ParquetInput(InputFile file) implements org.apache.parquet.io.InputFile {
  @Override
  public long getLength() {
    return file.getLength();
  }

  @Override
  public org.apache.parquet.io.SeekableInputStream newStream() {
    return new Bytes(file.newStream());
  }

  private static final class Bytes extends DelegatingSeekableInputStream {
    private final SeekableInputStream bytes;

    Bytes(SeekableInputStream bytes) {
      super(bytes);
      this.bytes = bytes;
    }

    @Override
    public long getPos() throws IOException {
      return bytes.getPos();
    }

    @Override
    public void seek(long to) throws IOException {
      bytes.seek(to);
    }
  }
}
