package io.alluvium.app.http;

import io.alluvium.app.UserError;
import io.alluvium.app.status.NodeStatus;
import io.alluvium.app.status.SourceStatus;
import java.util.List;

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
   * Makes a source read everything again; what it knows to exist stays known.
   *
   * @throws UserError SOURCE_UNKNOWN if there is no such source
   */
  void reset(String source);

  /** All metrics in Prometheus' text format. */
  String metrics();
}
