package io.alluvium.simulators.github.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Writes one JSON body, streaming into memory. */
final class JsonOut {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final ByteArrayBuilder bytes = new ByteArrayBuilder(8192);
  private final JsonGenerator json;

  JsonOut() {
    try {
      json = FACTORY.createGenerator(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] bytes() {
    run(json::close);
    return bytes.toByteArray();
  }

  JsonOut object(Runnable fields) {
    run(json::writeStartObject);
    fields.run();
    run(json::writeEndObject);
    return this;
  }

  JsonOut object(String name, Runnable fields) {
    run(() -> json.writeFieldName(name));
    return object(fields);
  }

  /** The object, or null when there is none. */
  <T> JsonOut object(String name, @Nullable T value, BiConsumer<JsonOut, T> writer) {
    run(() -> json.writeFieldName(name));
    if (value == null) {
      run(json::writeNull);
    } else {
      writer.accept(this, value);
    }
    return this;
  }

  <T> JsonOut array(Collection<? extends T> items, BiConsumer<JsonOut, T> writer) {
    run(json::writeStartArray);
    items.forEach(item -> writer.accept(this, item));
    run(json::writeEndArray);
    return this;
  }

  <T> JsonOut array(String name, Collection<? extends T> items, BiConsumer<JsonOut, T> writer) {
    run(() -> json.writeFieldName(name));
    return array(items, writer);
  }

  /** A value that was written before by {@link #prepared}. */
  JsonOut raw(SerializableString value) {
    run(() -> json.writeRawValue(value));
    return this;
  }

  /** Writes a value that is part of many answers or many times of one. */
  static SerializableString prepared(Consumer<JsonOut> value) {
    var out = new JsonOut();
    value.accept(out);
    return new SerializedString(new String(out.bytes(), StandardCharsets.UTF_8));
  }

  /** The same, written when it is first asked for. Used by one thread. */
  static Supplier<SerializableString> once(Consumer<JsonOut> value) {
    return new Supplier<>() {
      private @Nullable SerializableString written;

      @Override
      public SerializableString get() {
        var known = written;
        if (known == null) {
          known = prepared(value);
          written = known;
        }
        return known;
      }
    };
  }

  JsonOut text(String value) {
    run(() -> json.writeString(value));
    return this;
  }

  JsonOut field(String name, @Nullable String value) {
    run(() -> json.writeStringField(name, value));
    return this;
  }

  JsonOut field(String name, long value) {
    run(() -> json.writeNumberField(name, value));
    return this;
  }

  JsonOut field(String name, boolean value) {
    run(() -> json.writeBooleanField(name, value));
    return this;
  }

  JsonOut nothing(String name) {
    run(() -> json.writeNullField(name));
    return this;
  }

  /** A number; 0 means null. */
  JsonOut number(String name, long value) {
    return value == 0 ? nothing(name) : field(name, value);
  }

  /** A time in seconds as upstream writes it; 0 means null. */
  JsonOut time(String name, long seconds) {
    return field(name, seconds == 0 ? null : Instant.ofEpochSecond(seconds).toString());
  }

  private interface Step {
    void run() throws IOException;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
