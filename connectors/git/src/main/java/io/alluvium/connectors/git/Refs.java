package io.alluvium.connectors.git;

import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.RefDatabase;
import org.eclipse.jgit.lib.Repository;

/** Reads the refs whose commits belong to the history: see {@link GitRepository#refs()}. */
final class Refs {
  private Refs() {}

  static Map<String, String> read(Repository repository) throws IOException {
    var database = repository.getRefDatabase();
    var refs = new TreeMap<String, String>();
    var listed = database.getRefsByPrefix(Constants.R_HEADS, Constants.R_TAGS, Constants.R_REMOTES);
    for (var ref : listed) {
      put(refs, database, ref);
    }
    var head = database.exactRef(Constants.HEAD);
    if (head != null && !head.isSymbolic()) {
      put(refs, database, head);
    }
    return refs;
  }

  private static void put(Map<String, String> refs, RefDatabase database, Ref ref) {
    var id = ref.getObjectId();
    if (id != null) {
      refs.put(ref.getName(), id.name());
      try {
        var peeled = database.peel(ref).getPeeledObjectId();
        if (peeled != null) {
          refs.put(ref.getName(), peeled.name());
        }
      } catch (IOException | RuntimeException e) {
        // A damaged tag object keeps its own id: the walk then reports it as unreadable.
        return;
      }
    }
  }
}
