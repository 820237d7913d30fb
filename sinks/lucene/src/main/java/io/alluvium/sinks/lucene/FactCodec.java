package io.alluvium.sinks.lucene;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.lucene.util.BytesRef;

/** Facts as Avro, the way they were written on the topic. */
final class FactCodec {
  private FactCodec() {}

  /** A value as it is stored. */
  static BytesRef encode(SpecificRecord value) {
    var bytes = new ByteArrayOutputStream();
    var encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    try {
      new SpecificDatumWriter<SpecificRecord>(value.getSchema()).write(value, encoder);
      encoder.flush();
    } catch (IOException impossible) {
      throw new UncheckedIOException("Memory could not be written", impossible);
    }
    return new BytesRef(bytes.toByteArray());
  }

  /**
   * A value from how it was stored.
   *
   * @param written schema it was written with
   * @param read schema of this version of the product
   */
  static SpecificRecord decode(BytesRef stored, Schema written, Schema read) throws IOException {
    var decoder =
        DecoderFactory.get().binaryDecoder(stored.bytes, stored.offset, stored.length, null);
    var reader = new SpecificDatumReader<SpecificRecord>(written, read, SpecificData.get());
    return reader.read(null, decoder);
  }

  /** Names a schema; two that read the same bytes alike have the same. */
  static long fingerprint(Schema schema) {
    return SchemaNormalization.parsingFingerprint64(schema);
  }
}
