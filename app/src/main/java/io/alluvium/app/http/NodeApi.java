package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.app.sources.SourceAction;
import io.alluvium.app.sources.Sources;
import io.alluvium.app.status.CoverageStatus;
import io.alluvium.app.status.NodeStatus;
import io.alluvium.app.status.SourceStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API's routes ask of the node. */
public interface NodeApi {
  /** State of the node and its parts; answers from the first moment on. */
  NodeStatus status();

  /**
   * State of every source, by name.
   *
   * @throws UserError NOT_READY before Connect answers
   */
  List<SourceStatus> sources();

  /**
   * What is proven of every scope of a source, or of all, and what is not.
   *
   * @throws UserError SOURCE_UNKNOWN if there is no such source
   */
  List<CoverageStatus> coverage(Optional<String> source);

  /**
   * Creates a source, or gives it other settings.
   *
   * @throws UserError SOURCE_INVALID, SOURCE_READ_ONLY or CONNECTOR_UNKNOWN, as {@link Sources#put}
   */
  void put(String source, Map<String, String> settings);

  /**
   * Does something to a source.
   *
   * @throws UserError SOURCE_UNKNOWN or SOURCE_READ_ONLY, as {@link Sources#act}
   */
  void act(String source, SourceAction action);

  /** All metrics in Prometheus' text format. */
  String metrics();
}
