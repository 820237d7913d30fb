package io.alluvium.connectors.git;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.util.RawParseUtils;

/**
 * A commit object taken apart. JGit's own parser guesses ISO-8859-1 where a message is not valid
 * UTF-8; here such bytes become U+FFFD, so that the text does not depend on a guess.
 */
final class RawCommit {
  /** 9999-12-31: a later time is not one a person meant, and git shows it as 1970 too. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private final byte[] raw;
  private final ObjectId tree;
  private final List<ObjectId> parents = new ArrayList<>(2);
  private String author = "";
  private String committer = "";
  private String message = "";

  /**
   * Takes apart the bytes of a commit object.
   *
   * @throws CorruptObjectException if they do not begin with a tree and its parents
   */
  RawCommit(ObjectId id, byte[] raw) throws CorruptObjectException {
    this.raw = raw;
    try {
      int line = 0;
      this.tree = objectId("tree ", line);
      line = RawParseUtils.nextLF(raw, line);
      while (startsWith("parent ", line)) {
        parents.add(objectId("parent ", line));
        line = RawParseUtils.nextLF(raw, line);
      }
      readRest(line);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      var corrupt = new CorruptObjectException(id, "not a commit: " + e.getMessage());
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  ObjectId tree() {
    return tree;
  }

  List<ObjectId> parents() {
    return parents;
  }

  GitPerson author() {
    return person(author);
  }

  GitPerson committer() {
    return person(committer);
  }

  String message() {
    return message;
  }

  private void readRest(int start) {
    int authorLine = -1;
    int committerLine = -1;
    Charset charset = StandardCharsets.UTF_8;
    int line = start;
    while (line < raw.length && raw[line] != '\n') {
      if (startsWith("author ", line)) {
        authorLine = line + "author ".length();
      } else if (startsWith("committer ", line)) {
        committerLine = line + "committer ".length();
      } else if (startsWith("encoding ", line)) {
        charset = charset(decodeLine(line + "encoding ".length(), StandardCharsets.US_ASCII));
      }
      line = RawParseUtils.nextLF(raw, line);
    }
    author = authorLine < 0 ? "" : decodeLine(authorLine, charset);
    committer = committerLine < 0 ? "" : decodeLine(committerLine, charset);
    int body = Math.min(line + 1, raw.length);
    message = new String(raw, body, raw.length - body, charset);
  }

  private static Charset charset(String name) {
    try {
      return Charset.forName(name.strip());
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return StandardCharsets.UTF_8;
    }
  }

  private String decodeLine(int start, Charset charset) {
    int next = RawParseUtils.nextLF(raw, start);
    int end = next > start && raw[next - 1] == '\n' ? next - 1 : next;
    return new String(raw, start, end - start, charset);
  }

  private ObjectId objectId(String header, int line) {
    if (!startsWith(header, line)) {
      throw new IllegalArgumentException("no '" + header.strip() + "' at byte " + line);
    }
    return ObjectId.fromString(raw, line + header.length());
  }

  private boolean startsWith(String header, int line) {
    if (raw.length - line < header.length()) {
      return false;
    }
    for (int i = 0; i < header.length(); i++) {
      if (raw[line + i] != header.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static GitPerson person(String line) {
    int open = line.indexOf('<');
    int close = line.lastIndexOf('>');
    if (open < 0 || close < open) {
      return new GitPerson(line.strip(), "", Instant.EPOCH);
    }
    return new GitPerson(
        line.substring(0, open).strip(),
        line.substring(open + 1, close).strip(),
        time(line.substring(close + 1).strip()));
  }

  private static Instant time(String stamp) {
    int space = stamp.indexOf(' ');
    try {
      long seconds = Long.parseLong(space < 0 ? stamp : stamp.substring(0, space));
      return seconds > LAST_SECOND || seconds < -LAST_SECOND
          ? Instant.EPOCH
          : Instant.ofEpochSecond(seconds);
    } catch (NumberFormatException e) {
      return Instant.EPOCH;
    }
  }
}
