package io.alluvium.connectors.git;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTag;
import org.eclipse.jgit.revwalk.RevWalk;

/** What the objects that refs point to say about them. Whatever cannot be read says nothing. */
final class RefObjects {
  private RefObjects() {}

  /** Tags by full name, with the object each points to itself. */
  static Map<String, String> tags(Repository repository) throws IOException {
    var tags = new TreeMap<String, String>();
    for (var ref : repository.getRefDatabase().getRefsByPrefix(Constants.R_TAGS)) {
      if (ref.getObjectId() != null) {
        tags.put(ref.getName(), ref.getObjectId().name());
      }
    }
    return tags;
  }

  static Optional<GitTag> tag(RevWalk walk, String id) {
    try {
      if (walk.parseAny(ObjectId.fromString(id)) instanceof RevTag tag) {
        return Optional.of(new GitTag(person(tag.getTaggerIdent()), tag.getFullMessage()));
      }
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static GitPerson person(PersonIdent ident) {
    return ident == null
        ? new GitPerson("", "", Instant.EPOCH)
        : new GitPerson(ident.getName(), ident.getEmailAddress(), ident.getWhenAsInstant());
  }

  static Optional<Instant> committedAt(RevWalk walk, String sha) {
    try {
      long seconds = walk.parseCommit(ObjectId.fromString(sha)).getCommitTime();
      return seconds > 0 ? Optional.of(Instant.ofEpochSecond(seconds)) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }

  static Optional<Boolean> isAncestor(RevWalk walk, String before, String after) {
    try {
      var older = walk.parseCommit(ObjectId.fromString(before));
      var newer = walk.parseCommit(ObjectId.fromString(after));
      return Optional.of(walk.isMergedInto(older, newer));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
