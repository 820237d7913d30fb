package io.alluvium.app.sources;

import io.alluvium.app.connect.ConnectRefusedException;
import io.alluvium.app.connect.ConnectRest;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/** The scopes of a source, as its tasks have shared them out. */
final class SharedScopes {
  private static final String TASK_SCOPES = "task.scopes";

  private SharedScopes() {}

  /** Whether a scope is read now; always, where a source has nothing to share out. */
  static Predicate<String> of(ConnectRest connect, String source) {
    try {
      return of(connect.taskSettings(source, TASK_SCOPES));
    } catch (ConnectRefusedException e) {
      // It was removed a moment ago.
      return scope -> true;
    }
  }

  // A line of a share begins with the last part of the scope that it stands for.
  static Predicate<String> of(List<String> shares) {
    var begins = new HashSet<String>();
    for (var share : shares) {
      share.lines().forEach(line -> begins.add(line.split(" ", 2)[0]));
    }
    return scope ->
        begins.isEmpty() || begins.contains(scope.substring(scope.lastIndexOf('/') + 1));
  }
}
