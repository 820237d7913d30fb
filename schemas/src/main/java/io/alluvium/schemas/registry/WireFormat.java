package io.alluvium.schemas.registry;

import io.alluvium.schemas.FailureReason;
import java.nio.ByteBuffer;

/** Confluent's wire format: a zero byte, the schema id in four bytes, the Avro binary. */
public final class WireFormat {
  /** Bytes before the Avro binary. */
  public static final int HEADER_LENGTH = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /** Bytes to put before the Avro binary. */
  public static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER_LENGTH).put(MAGIC).putInt(schemaId).array();
  }

  /**
   * Schema id of a record.
   *
   * @throws UndecodableRecordException if it is not in this format
   */
  public static int schemaId(byte[] bytes) {
    if (bytes.length < HEADER_LENGTH) {
      throw notAvro("Only " + bytes.length + " bytes, where 5 stand before any Avro");
    }
    if (bytes[0] != MAGIC) {
      throw notAvro("First byte is " + (bytes[0] & 0xFF) + " instead of 0");
    }
    return ByteBuffer.wrap(bytes).getInt(1);
  }

  private static UndecodableRecordException notAvro(String message) {
    return new UndecodableRecordException(FailureReason.NOT_AVRO, message, null);
  }
}
