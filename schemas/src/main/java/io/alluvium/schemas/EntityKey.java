package io.alluvium.schemas;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.apache.kafka.common.utils.Utils;

/**
 * Natural name of an entity, the same from whichever source reports it: a type, a colon, and parts
 * joined by '/', each percent-encoded (RFC 3986 unreserved characters stay, every other UTF-8 byte
 * becomes {@code %XX} in upper case).
 *
 * @param value the whole key; also the record key on every event topic
 */
public record EntityKey(String value) {
  public EntityKey {
    int colon = value.indexOf(':');
    if (colon <= 0 || colon == value.length() - 1) {
      throw new IllegalArgumentException(
          "Entity key must be <type>:<parts>, such as commit:<sha>, was '" + value + "'");
    }
  }

  /** A git commit, by its full SHA in lower case. */
  public static EntityKey commit(String sha) {
    return of("commit", sha);
  }

  /**
   * A file below a watched root.
   *
   * @param rootId value of {@code files.root.id}
   * @param path path relative to the root, parts joined by '/', not encoded
   */
  public static EntityKey file(String rootId, String path) {
    var parts = new StringJoiner("/");
    parts.add(encode(rootId));
    for (var part : path.split("/", -1)) {
      parts.add(encode(part));
    }
    return new EntityKey("file:" + parts);
  }

  /** An issue or pull request of GitHub; both share one number space per repository. */
  public static EntityKey githubIssue(String host, long repositoryId, long number) {
    return of("github", host, "issue", Long.toString(repositoryId), Long.toString(number));
  }

  /**
   * A comment, review, release, run or job of GitHub, by its numeric id. A comment on a line is a
   * {@code review_comment}: GitHub counts those apart from comments on the whole.
   */
  public static EntityKey github(String host, String kind, long repositoryId, long id) {
    return of("github", host, kind, Long.toString(repositoryId), Long.toString(id));
  }

  /**
   * A branch or tag of GitHub.
   *
   * @param kind {@code branch} or {@code tag}
   * @param name its name without {@code refs/heads/} or {@code refs/tags/}, not encoded
   */
  public static EntityKey githubRef(String host, String kind, long repositoryId, String name) {
    return of("github", host, kind, Long.toString(repositoryId), name);
  }

  /** A Slack message, by enterprise id if the workspace has one, else team id. */
  public static EntityKey slack(String enterpriseOrTeam, String channel, String ts) {
    return of("slack", enterpriseOrTeam, channel, ts);
  }

  /** A row of a table, by its primary key columns in key order. */
  public static EntityKey row(
      String server, String database, String schema, String table, Iterable<String> primaryKey) {
    var parts = new StringJoiner("/");
    parts.add(encode(server)).add(encode(database)).add(encode(schema)).add(encode(table));
    primaryKey.forEach(column -> parts.add(encode(column)));
    return new EntityKey("row:" + parts);
  }

  /**
   * The name that people know a thing by, where its own key does not follow from it: an issue by
   * owner and name of its repository, a key of an issue tracker. No event has such a key; links do.
   *
   * @param parts what sort of thing it is, then the parts of its name
   */
  public static EntityKey ref(String... parts) {
    return of("ref", parts);
  }

  private static EntityKey of(String type, String... parts) {
    var joined = new StringJoiner("/");
    for (var part : parts) {
      joined.add(encode(part));
    }
    return new EntityKey(type + ":" + joined);
  }

  /**
   * Partition of everything that is about this entity, on every topic: murmur2 of the key's UTF-8
   * bytes, as Kafka's own default partitioner computes it.
   */
  public int partition(int partitions) {
    return partition(value.getBytes(StandardCharsets.UTF_8), partitions);
  }

  /**
   * As {@link #partition(int)}, of a key that is at hand in bytes.
   *
   * @param key UTF-8 bytes of an entity key: what records have as their key
   */
  public static int partition(byte[] key, int partitions) {
    return Utils.toPositive(Utils.murmur2(key)) % partitions;
  }

  @Override
  public String toString() {
    return value;
  }

  private static String encode(String part) {
    var encoded = new StringBuilder(part.length() + 8);
    for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
      if (isUnreserved(b)) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
      }
    }
    return encoded.toString();
  }

  private static final String HEX = "0123456789ABCDEF";

  private static boolean isUnreserved(byte b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || b == '-'
        || b == '.'
        || b == '_'
        || b == '~';
  }
}
