package io.alluvium.topology.links;

import io.alluvium.schemas.EntityKey;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a web address shows: an issue, a pull request, a comment, a run or a commit of a forge, a
 * Slack message, an issue of a tracker.
 */
final class PageLinks {
  private static final Set<String> OF_A_COMMIT =
      Set.of("commit", "commits", "tree", "blob", "blame", "raw");
  private static final int MICROS = 6;

  private final Home home;

  PageLinks(Home home) {
    this.home = home;
  }

  /** Entity key of what is there; null if it is nothing of the kind. */
  @Nullable String keyOf(Page page) {
    if (page.isSlack()) {
      return message(page);
    }
    var commit = commit(page);
    if (commit != null) {
      return commit;
    }
    return switch (page.part(2)) {
      case "issues", "pull" -> Numbers.isNumber(page.part(3)) ? issue(page) : null;
      case "actions" -> page.part(3).equals("runs") && isRun(page) ? run(page) : null;
      default -> trackerKey(page);
    };
  }

  private static @Nullable String commit(Page page) {
    for (int i = 2; i + 1 < page.path().size(); i++) {
      if (OF_A_COMMIT.contains(page.part(i)) && Numbers.isSha(page.part(i + 1))) {
        return Names.commit(page.part(i + 1));
      }
    }
    return null;
  }

  private String issue(Page page) {
    var repository = repository(page);
    if (repository == null) {
      return Names.issue(page.host(), page.part(0), page.part(1), page.part(3));
    }
    var comment = comment(repository, page.fragment());
    return comment == null ? repository.issue(page.part(3)) : comment;
  }

  private static @Nullable String comment(Home.Repository repository, String fragment) {
    var digits = fragment.length();
    while (digits > 0 && Numbers.isDigit(fragment.charAt(digits - 1))) {
      digits--;
    }
    var id = fragment.substring(digits);
    if (!Numbers.isNumber(id)) {
      return null;
    }
    return switch (fragment.substring(0, digits)) {
      case "issuecomment-" -> repository.thing("comment", id);
      case "discussion_r" -> repository.thing("review_comment", id);
      case "pullrequestreview-" -> repository.thing("review", id);
      default -> null;
    };
  }

  private static boolean isRun(Page page) {
    return Numbers.isNumber(page.part(4));
  }

  private String run(Page page) {
    var repository = repository(page);
    if (repository == null) {
      return Names.run(page.host(), page.part(0), page.part(1), page.part(4));
    }
    var isJob = page.part(5).equals("job") && Numbers.isNumber(page.part(6));
    return isJob ? repository.thing("job", page.part(6)) : repository.thing("run", page.part(4));
  }

  private Home.@Nullable Repository repository(Page page) {
    return home.isSameRepository(page.host(), page.part(0), page.part(1))
        ? home.repository()
        : null;
  }

  /** A permalink says {@code p1795161552000100} where Slack's ts is 1795161552.000100. */
  private @Nullable String message(Page page) {
    var stamp = page.part(2);
    var point = stamp.length() - MICROS;
    if (!page.part(0).equals("archives")
        || point < 2
        || stamp.charAt(0) != 'p'
        || !Numbers.isNumber(stamp.substring(1))) {
      return null;
    }
    var ts = stamp.substring(1, point) + "." + stamp.substring(point);
    return home.isSameWorkspace(page.host())
        ? EntityKey.slack(home.parts().getFirst(), page.part(1), ts).value()
        : Names.message(page.host(), page.part(1), ts);
  }

  /** Jira shows issues at {@code /browse/KEY}, Linear and YouTrack at {@code /issue/KEY}. */
  private static @Nullable String trackerKey(Page page) {
    var at = Math.max(page.indexOf("browse"), page.indexOf("issue"));
    var key = at < 0 ? "" : page.part(at + 1);
    return TrackerKey.isKey(key) ? Names.trackerKey(key) : null;
  }
}
