package io.alluvium.app.embedded.registry;

/** A request that the registry refuses, with Confluent's error code and HTTP status for it. */
public final class RegistryException extends RuntimeException {
  private final int errorCode;

  private RegistryException(int errorCode, String message) {
    super(message);
    this.errorCode = errorCode;
  }

  /** Confluent's code: an HTTP status, or one with two digits more. */
  public int errorCode() {
    return errorCode;
  }

  /** The HTTP status to answer with. */
  public int status() {
    return errorCode < 1000 ? errorCode : errorCode / 100;
  }

  static RegistryException subjectNotFound(String subject) {
    return new RegistryException(40401, "Subject '" + subject + "' not found.");
  }

  static RegistryException versionNotFound(int version) {
    return new RegistryException(40402, "Version " + version + " not found.");
  }

  static RegistryException schemaNotFound() {
    return new RegistryException(40403, "Schema not found");
  }

  static RegistryException schemaNotFound(int id) {
    return new RegistryException(40403, "Schema " + id + " not found");
  }

  static RegistryException softDeleted(String subject) {
    return new RegistryException(
        40404,
        "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
  }

  static RegistryException notSoftDeleted(String subject) {
    return new RegistryException(
        40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
  }

  static RegistryException versionSoftDeleted(String subject, int version) {
    return new RegistryException(
        40406,
        "Subject '"
            + subject
            + "' Version "
            + version
            + " was soft deleted. Set permanent=true to delete permanently");
  }

  static RegistryException versionNotSoftDeleted(String subject, int version) {
    return new RegistryException(
        40407,
        "Subject '"
            + subject
            + "' Version "
            + version
            + " was not deleted first before being permanently deleted");
  }

  static RegistryException noOwnCompatibility(String subject) {
    return new RegistryException(
        40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
  }

  static RegistryException incompatible(String subject, Iterable<String> reasons) {
    return new RegistryException(
        409,
        "Schema being registered is incompatible with an earlier schema for subject \""
            + subject
            + "\", details: ["
            + String.join(", ", reasons)
            + "]");
  }

  static RegistryException invalidSchema(String reason) {
    return new RegistryException(42201, "Invalid schema: " + reason);
  }

  static RegistryException invalidVersion(String version) {
    return new RegistryException(
        42202,
        "The specified version '"
            + version
            + "' is not a valid version id. Allowed values are between [1, 2^31-1] and the string"
            + " \"latest\"");
  }

  static RegistryException invalidCompatibility(String level) {
    return new RegistryException(
        42203,
        "Invalid compatibility level '"
            + level
            + "'. Valid values are none, backward, forward, full, backward_transitive,"
            + " forward_transitive, and full_transitive");
  }

  static RegistryException modeIsFixed() {
    return new RegistryException(42205, "The embedded registry is always in mode READWRITE");
  }

  static RegistryException invalidRequest(String reason) {
    return new RegistryException(422, reason);
  }

  static RegistryException starting() {
    return new RegistryException(503, "The registry is still loading its schemas; try again");
  }

  static RegistryException notStored(Throwable cause) {
    var exception =
        new RegistryException(
            50001, "The schema could not be stored on Kafka: " + cause.getMessage());
    exception.initCause(cause);
    return exception;
  }
}
