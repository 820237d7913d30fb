package io.alluvium.topology;

/** How the parts of a record key are joined. */
public final class RecordKeys {
  /** Stands in no part: validation refuses a source, scope or entity key that contains it. */
  public static final String SEPARATOR = "\u0000";

  private RecordKeys() {}
}
