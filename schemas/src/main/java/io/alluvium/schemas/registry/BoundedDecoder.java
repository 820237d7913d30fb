package io.alluvium.schemas.registry;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro binary from an array and believes no length that is longer than what is left.
 *
 * <p>Avro's own decoder allocates a string or list as long as the bytes claim before it looks
 * whether they are there: one record of twenty bytes can take a process down. Elements of a list
 * are taken to be at least one byte long, which excludes lists of nulls. Not thread-safe.
 */
public final class BoundedDecoder extends Decoder {
  private final byte[] bytes;
  private final int end;
  private int position;

  /** Reads from {@code offset} to the end of the array. */
  public BoundedDecoder(byte[] bytes, int offset) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.position = offset;
  }

  /** Bytes not read yet. */
  public int remaining() {
    return end - position;
  }

  @Override
  public void readNull() {}

  @Override
  public boolean readBoolean() throws IOException {
    return bytes[advance(1)] == 1;
  }

  @Override
  public int readInt() throws IOException {
    long value = readLong();
    if (value != (int) value) {
      throw new AvroRuntimeException("Int out of range: " + value);
    }
    return (int) value;
  }

  @Override
  public long readLong() throws IOException {
    long raw = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = bytes[advance(1)];
      raw |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw new AvroRuntimeException("Number is longer than ten bytes");
  }

  @Override
  public float readFloat() throws IOException {
    return Float.intBitsToFloat((int) littleEndian(Float.BYTES));
  }

  @Override
  public double readDouble() throws IOException {
    return Double.longBitsToDouble(littleEndian(Double.BYTES));
  }

  @Override
  public Utf8 readString(@Nullable Utf8 old) throws IOException {
    return new Utf8(readString());
  }

  @Override
  public String readString() throws IOException {
    int length = length();
    return new String(bytes, advance(length), length, StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    advance(length());
  }

  @Override
  public ByteBuffer readBytes(@Nullable ByteBuffer old) throws IOException {
    var read = new byte[length()];
    readFixed(read, 0, read.length);
    return ByteBuffer.wrap(read);
  }

  @Override
  public void skipBytes() throws IOException {
    advance(length());
  }

  @Override
  public void readFixed(byte[] target, int start, int length) throws IOException {
    System.arraycopy(bytes, advance(length), target, start, length);
  }

  @Override
  public void skipFixed(int length) throws IOException {
    advance(length);
  }

  @Override
  public int readEnum() throws IOException {
    return readInt();
  }

  @Override
  public long readArrayStart() throws IOException {
    return count();
  }

  @Override
  public long arrayNext() throws IOException {
    return count();
  }

  @Override
  public long skipArray() throws IOException {
    return skipBlocks();
  }

  @Override
  public long readMapStart() throws IOException {
    return count();
  }

  @Override
  public long mapNext() throws IOException {
    return count();
  }

  @Override
  public long skipMap() throws IOException {
    return skipBlocks();
  }

  @Override
  public int readIndex() throws IOException {
    return readInt();
  }

  private long littleEndian(int length) throws IOException {
    int from = advance(length);
    long value = 0;
    for (int i = length - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[from + i] & 0xFF);
    }
    return value;
  }

  private int length() throws IOException {
    return bounded(readLong());
  }

  /** Elements of the next block; a negative count is followed by the block's length in bytes. */
  private long count() throws IOException {
    long count = readLong();
    if (count < 0) {
      readLong();
      count = -count;
    }
    return bounded(count);
  }

  private long skipBlocks() throws IOException {
    long count = readLong();
    while (count < 0) {
      advance(length());
      count = readLong();
    }
    return bounded(count);
  }

  private int bounded(long length) throws IOException {
    if (length < 0 || length > remaining()) {
      throw new EOFException("Length " + length + " where " + remaining() + " bytes are left");
    }
    return (int) length;
  }

  private int advance(int length) throws IOException {
    if (length > remaining()) {
      throw new EOFException("Ends " + (length - remaining()) + " bytes too early");
    }
    int from = position;
    position += length;
    return from;
  }
}
