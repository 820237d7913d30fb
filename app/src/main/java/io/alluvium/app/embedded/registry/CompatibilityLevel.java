package io.alluvium.app.embedded.registry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** Which readers must understand which writers when a subject gets a new schema. */
enum CompatibilityLevel {
  NONE(false, false, false),
  BACKWARD(true, false, false),
  BACKWARD_TRANSITIVE(true, false, true),
  FORWARD(false, true, false),
  FORWARD_TRANSITIVE(false, true, true),
  FULL(true, true, false),
  FULL_TRANSITIVE(true, true, true);

  private final boolean newReadsOld;
  private final boolean oldReadsNew;
  private final boolean transitive;

  CompatibilityLevel(boolean newReadsOld, boolean oldReadsNew, boolean transitive) {
    this.newReadsOld = newReadsOld;
    this.oldReadsNew = oldReadsNew;
    this.transitive = transitive;
  }

  /**
   * Reads a level as a client writes it, in any case.
   *
   * @throws RegistryException 42203 if there is no such level
   */
  static CompatibilityLevel parse(String name) {
    try {
      return valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw RegistryException.invalidCompatibility(name);
    }
  }

  /**
   * Says why {@code candidate} may not follow {@code earlier}; empty when it may.
   *
   * @param earlier the subject's schemas, oldest first
   */
  List<String> objections(Schema candidate, List<Schema> earlier) {
    if (this == NONE || earlier.isEmpty()) {
      return List.of();
    }
    var objections = new ArrayList<String>();
    for (var old : transitive ? earlier : List.of(earlier.getLast())) {
      if (newReadsOld) {
        objections.addAll(objectionsOfReader(candidate, old, "new schema cannot read old"));
      }
      if (oldReadsNew) {
        objections.addAll(objectionsOfReader(old, candidate, "old schema cannot read new"));
      }
    }
    return List.copyOf(objections);
  }

  private static List<String> objectionsOfReader(Schema reader, Schema writer, String what) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (result.getType() == SchemaCompatibilityType.COMPATIBLE) {
      return List.of();
    }
    return result.getResult().getIncompatibilities().stream()
        .map(incompatibility ->
            "{"
                + what
                + ": "
                + incompatibility.getType()
                + " at "
                + incompatibility.getLocation()
                + ": "
                + incompatibility.getMessage()
                + "}")
        .toList();
  }
}
