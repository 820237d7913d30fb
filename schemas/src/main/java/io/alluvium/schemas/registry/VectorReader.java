package io.alluvium.schemas.registry;

import static org.apache.avro.Schema.Type.FLOAT;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.generic.PrimitivesArrays;
import org.apache.avro.io.ResolvingDecoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;

/**
 * Reads an array of floats into one: Avro's faster reader makes an object of each, which takes five
 * times the memory. Only for records that have such arrays; of others it is the slower reader.
 */
final class VectorReader<T> extends SpecificDatumReader<T> {
  VectorReader(Schema writer, Schema reader, SpecificData model) {
    super(writer, reader, withoutFastReader(model));
  }

  private static SpecificData withoutFastReader(SpecificData model) {
    var plain = new SpecificData();
    model.getConversions().forEach(plain::addLogicalTypeConversion);
    plain.setFastReaderEnabled(false);
    return plain;
  }

  @Override
  protected Object readArray(Object old, Schema expected, ResolvingDecoder in) throws IOException {
    if (expected.getElementType().getType() != FLOAT) {
      return super.readArray(old, expected, in);
    }
    long block = in.readArrayStart();
    var floats = new PrimitivesArrays.FloatArray((int) block, expected);
    for (; block > 0; block = in.arrayNext()) {
      for (long i = 0; i < block; i++) {
        floats.add(floats.size(), in.readFloat());
      }
    }
    return floats;
  }
}
