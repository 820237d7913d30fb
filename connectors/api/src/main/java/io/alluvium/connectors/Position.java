package io.alluvium.connectors;

import java.util.Map;

/**
 * How far a reader has read its axis: a value that says everything needed to go on from there.
 *
 * <p>Implementations are records. A stored position must be readable for ever: add fields, never
 * rename one.
 */
public interface Position {
  /** The position as Connect stores it; read back by {@link SourceReader#resume}. */
  Map<String, String> toOffset();
}
