package io.alluvium.topology.links;

/** What a number, a SHA and a tracker's key look like. */
final class Numbers {
  private static final int SHA_LENGTH = 40;
  private static final int LONGEST = 18;

  private Numbers() {}

  /** True for a positive number as upstreams write it: digits, no zero in front. */
  static boolean isNumber(String text) {
    if (text.isEmpty() || text.length() > LONGEST || text.charAt(0) == '0') {
      return false;
    }
    return runOfDigits(text, 0) == text.length();
  }

  /** End of the digits that begin at an index. */
  static int runOfDigits(String text, int from) {
    var end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** True for the full SHA of a commit, in either case. */
  static boolean isSha(String text) {
    if (text.length() != SHA_LENGTH) {
      return false;
    }
    for (int i = 0; i < SHA_LENGTH; i++) {
      if (!isHex(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  static boolean isHex(char c) {
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  }

  /** True for what words and names are made of. */
  static boolean isWord(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }
}
