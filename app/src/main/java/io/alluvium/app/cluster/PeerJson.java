package io.alluvium.app.cluster;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.alluvium.sinks.search.QueryVector;
import io.alluvium.sinks.search.TierAnswer;
import java.io.IOException;
import java.time.Instant;

/** Questions and answers as they travel between nodes: JSON, records by their components. */
public final class PeerJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .registerModule(
              new SimpleModule()
                  .addSerializer(Instant.class, new InstantWriter())
                  .addDeserializer(Instant.class, new InstantReader()))
          .addMixIn(QueryVector.class, VectorShape.class);

  private PeerJson() {}

  static byte[] write(ShardQuestion question) {
    return bytes(question);
  }

  /** An answer as it travels. */
  public static byte[] write(TierAnswer answer) {
    return bytes(answer);
  }

  /**
   * What another node asks.
   *
   * @throws PeerException if it is no question
   */
  public static ShardQuestion readQuestion(byte[] body) {
    return read(body, ShardQuestion.class);
  }

  static TierAnswer readAnswer(byte[] body) {
    return read(body, TierAnswer.class);
  }

  private static byte[] bytes(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException("Cannot write " + value.getClass(), impossible);
    }
  }

  private static <T> T read(byte[] body, Class<T> type) {
    try {
      return MAPPER.readValue(body, type);
    } catch (IOException unreadable) {
      throw new PeerException("It speaks another language: " + unreadable.getMessage(), unreadable);
    }
  }

  private abstract static class VectorShape {
    @JsonCreator
    VectorShape(@JsonProperty("model") String model, @JsonProperty("numbers") float[] numbers) {}

    @JsonProperty("model")
    abstract String model();

    @JsonProperty("numbers")
    abstract float[] numbers();
  }

  private static final class InstantWriter extends StdSerializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantWriter() {
      super(Instant.class);
    }

    @Override
    public void serialize(Instant value, JsonGenerator out, SerializerProvider context)
        throws IOException {
      out.writeString(value.toString());
    }
  }

  private static final class InstantReader extends StdDeserializer<Instant> {
    private static final long serialVersionUID = 1L;

    InstantReader() {
      super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return Instant.parse(in.getText());
    }
  }
}
