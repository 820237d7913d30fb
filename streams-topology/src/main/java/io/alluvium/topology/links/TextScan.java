package io.alluvium.topology.links;

import java.util.Locale;
import java.util.Set;

/**
 * Finds what names another thing in a text: addresses, full SHAs, {@code #12}, {@code
 * owner/repository#12} and keys of trackers.
 *
 * <p>What stands between backticks or in a comment of HTML is left out, except for full SHAs, which
 * are nothing else there either. One pass, linear in the length of the text and without regular
 * expressions: it is on the way of every event.
 */
final class TextScan {
  /** Takes what is found, in the order of the text; full SHAs come first. */
  interface Listener {
    void commit(String sha, Found found);

    void address(Found found);

    void issue(String number, Found found);

    void issueOf(String owner, String repository, String number, Found found);

    void trackerKey(Found found);
  }

  /** Words of the text. */
  record Found(String text, int start, int end) {
    String words() {
      return text.substring(start, end);
    }

    /** True behind {@code fixes} and the like, as GitHub reads it. */
    boolean isAfterClosingWord() {
      var at = before(start, ' ');
      at = before(at, ':');
      at = before(at, ' ');
      var from = at;
      while (from > 0
          && at - from <= LONGEST_CLOSING
          && Character.isLetter(text.charAt(from - 1))) {
        from--;
      }
      return CLOSING.contains(text.substring(from, at).toLowerCase(Locale.ROOT));
    }

    private int before(int at, char c) {
      return at > 0 && text.charAt(at - 1) == c ? at - 1 : at;
    }
  }

  private static final Set<String> CLOSING =
      Set.of(
          "close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved");
  private static final int LONGEST_CLOSING = 8;
  private static final int SHA_LENGTH = 40;
  private static final int LONGEST_NUMBER = 9;
  private static final int LONGEST_OWNER = 39;
  private static final int LONGEST_REPOSITORY = 100;

  /** What ends an address in text, in Markdown and in Slack's own marks, beside white space. */
  private static final String ENDS_ADDRESS = "<>\"'`|()[]{}\\";

  private static final String ENDS_SENTENCE = ".,;:!?*_~";

  private final String text;
  private final Listener listener;
  private final Quoted quoted;

  TextScan(String text, Listener listener) {
    this.text = text;
    this.listener = listener;
    this.quoted = new Quoted(text);
  }

  void run() {
    commits();
    var marks = new Marks(text);
    for (int i = marks.nextFrom(0); i < text.length(); ) {
      int end =
          switch (text.charAt(i)) {
            case '`' -> quoted.endOfCode(i);
            case '<' -> quoted.endOfComment(i);
            case ':' -> address(i);
            case '#' -> number(i);
            default -> trackerKey(i);
          };
      i = marks.nextFrom(end);
    }
  }

  /** A run of exactly 40 covers one of every 40 places, so only those are looked at. */
  private void commits() {
    for (int at = SHA_LENGTH - 1; at < text.length(); at += SHA_LENGTH) {
      if (Numbers.isHex(text.charAt(at))) {
        commitAround(at);
      }
    }
  }

  private void commitAround(int at) {
    int start = at;
    while (start > 0 && at - start <= SHA_LENGTH && Numbers.isHex(text.charAt(start - 1))) {
      start--;
    }
    int end = at + 1;
    while (end < text.length() && end - start <= SHA_LENGTH && Numbers.isHex(text.charAt(end))) {
      end++;
    }
    if (end - start == SHA_LENGTH && isFree(start, end, "/=%-_.:\\+")) {
      var sha = text.substring(start, end).toLowerCase(Locale.ROOT);
      // Git's own word for "no commit" is forty zeros.
      if (Numbers.runOfDigits(sha, 0) < SHA_LENGTH) {
        listener.commit(sha, new Found(text, start, end));
      }
    }
  }

  private int address(int colon) {
    int start = text.startsWith("https", colon - 5) ? colon - 5 : colon - 4;
    if (start < 0 || !text.startsWith("http", start) || isWord(start - 1)) {
      return colon + 1;
    }
    int end = colon + 3;
    while (end < text.length() && isPartOfAddress(text.charAt(end))) {
      end++;
    }
    var next = end;
    while (ENDS_SENTENCE.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    listener.address(new Found(text, start, end));
    return next;
  }

  private static boolean isPartOfAddress(char c) {
    return c > ' ' && ENDS_ADDRESS.indexOf(c) < 0 && !Character.isWhitespace(c);
  }

  private int number(int hash) {
    int end = Numbers.runOfDigits(text, hash + 1);
    var digits = text.substring(hash + 1, end);
    if (digits.length() > LONGEST_NUMBER || !Numbers.isNumber(digits) || !isFreeAfter(end)) {
      return Math.max(end, hash + 1);
    }
    if (isFreeBefore(hash, "/&#-.@%\\")) {
      listener.issue(digits, new Found(text, hash, end));
    } else if (hash > 0 && isOfRepository(text.charAt(hash - 1))) {
      numberOf(hash, end);
    }
    return end;
  }

  /** {@code owner/repository#12}. */
  private void numberOf(int hash, int end) {
    int slash = hash - 1;
    while (slash >= 0 && hash - slash <= LONGEST_REPOSITORY && isOfRepository(text.charAt(slash))) {
      slash--;
    }
    int start = slash;
    while (start > 0 && slash - start <= LONGEST_OWNER && isOfOwner(text.charAt(start - 1))) {
      start--;
    }
    if (slash > 0
        && start < slash
        && text.charAt(slash) == '/'
        && isFreeBefore(start, "/.@%\\~&#-")) {
      listener.issueOf(
          text.substring(start, slash),
          text.substring(slash + 1, hash),
          text.substring(hash + 1, end),
          new Found(text, start, end));
    }
  }

  private int trackerKey(int hyphen) {
    int end = TrackerKey.endBehind(text, hyphen);
    if (end < 0 || !isFreeAfter(end)) {
      return hyphen + 1;
    }
    int start = TrackerKey.startAround(text, hyphen);
    if (start >= 0 && isFreeBefore(start, "/.@%\\=#-&+~")) {
      listener.trackerKey(new Found(text, start, end));
    } else if (text.startsWith("GH", hyphen - 2) && isFreeBefore(hyphen - 2, "/.@%\\=#-&+~")) {
      listener.issue(text.substring(hyphen + 1, end), new Found(text, hyphen - 2, end));
    }
    return end;
  }

  private boolean isFree(int start, int end, String joins) {
    return isFreeBefore(start, joins) && isFreeAfter(end);
  }

  /** True if no word goes on into what begins at an index, nor one of the characters given. */
  private boolean isFreeBefore(int start, String joins) {
    return start == 0 || (!isWord(start - 1) && joins.indexOf(text.charAt(start - 1)) < 0);
  }

  /** True if what ends at an index is not the beginning of something longer. */
  private boolean isFreeAfter(int end) {
    if (end >= text.length()) {
      return true;
    }
    return !isWord(end) && ("-./=+%@".indexOf(text.charAt(end)) < 0 || !isWord(end + 1));
  }

  private boolean isWord(int index) {
    return index >= 0 && index < text.length() && Numbers.isWord(text.charAt(index));
  }

  private static boolean isOfRepository(char c) {
    return isOfOwner(c) || c == '.' || c == '_';
  }

  private static boolean isOfOwner(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || Numbers.isDigit(c) || c == '-';
  }
}
