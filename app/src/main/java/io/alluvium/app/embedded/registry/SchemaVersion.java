package io.alluvium.app.embedded.registry;

/**
 * One version of a subject.
 *
 * @param subject name, usually {@code <topic>-value}
 * @param version number within the subject, from 1
 * @param id number of the schema, the same in every subject that has it
 * @param schema the schema as Avro prints it
 * @param deleted whether it was soft deleted: hidden, but its id still answers
 */
record SchemaVersion(String subject, int version, int id, String schema, boolean deleted) {
  SchemaVersion softDeleted() {
    return new SchemaVersion(subject, version, id, schema, true);
  }
}
