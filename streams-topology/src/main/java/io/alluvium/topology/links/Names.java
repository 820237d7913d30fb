package io.alluvium.topology.links;

import io.alluvium.schemas.EntityKey;
import java.util.Locale;

/**
 * Keys of what is known by the name that people use, not by what upstream calls it for good: a
 * repository by owner and name where its id is not known. The thing itself states its name, so both
 * ends of a name lie beside each other.
 */
final class Names {
  private Names() {}

  /** A commit: its SHA is its name everywhere. */
  static String commit(String sha) {
    return EntityKey.commit(sha.toLowerCase(Locale.ROOT)).value();
  }

  /** An issue or pull request. */
  static String issue(String host, String owner, String repository, String number) {
    return EntityKey.ref("issue", host, lower(owner), lower(repository), number).value();
  }

  /** A run of a workflow. */
  static String run(String host, String owner, String repository, String id) {
    return EntityKey.ref("run", host, lower(owner), lower(repository), id).value();
  }

  /** A Slack message, by the address of its workspace. */
  static String message(String host, String channel, String ts) {
    return EntityKey.ref("message", host, channel, ts).value();
  }

  /** An issue of a tracker. */
  static String trackerKey(String key) {
    return EntityKey.ref("key", key).value();
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
