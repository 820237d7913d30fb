package io.alluvium.topology.links;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Keys of issue trackers, as Jira, YouTrack and Linear write them: {@code ABC-123}.
 *
 * <p>Upper case only, and none of the standards that look the same.
 */
final class TrackerKey {
  private static final int LONGEST_PROJECT = 10;
  private static final int LONGEST_NUMBER = 7;

  /** What looks like a project and names a standard, an encoding or a product. */
  private static final Set<String> STANDARDS =
      Set.of(
          "AES", "ANSI", "BIG5", "CP", "COVID", "CVE", "CWE", "DES", "DIN", "EUC", "FIPS", "GB",
          "GH", "GHSA", "GPT", "HTTP", "IEC", "IEEE", "IPV", "ISO", "KOI8", "LATIN", "MD", "MPEG",
          "PKCS", "RFC", "RSA", "SHA", "SHA2", "SHA3", "SSL", "TLS", "UCS", "USB", "UTC", "UTF",
          "WINDOWS", "X86");

  private TrackerKey() {}

  /**
   * The key whose hyphen stands at an index.
   *
   * @return its first index, or -1 if there is none
   */
  static int startAround(String text, int hyphen) {
    var start = hyphen;
    while (start > 0 && hyphen - start <= LONGEST_PROJECT && isProject(text.charAt(start - 1))) {
      start--;
    }
    var length = hyphen - start;
    if (length < 2 || length > LONGEST_PROJECT || Numbers.isDigit(text.charAt(start))) {
      return -1;
    }
    return STANDARDS.contains(text.substring(start, hyphen)) ? -1 : start;
  }

  /** End of the number that begins behind a hyphen, or -1 if it is none. */
  static int endBehind(String text, int hyphen) {
    var end = Numbers.runOfDigits(text, hyphen + 1);
    var length = end - hyphen - 1;
    return length < 1 || length > LONGEST_NUMBER || text.charAt(hyphen + 1) == '0' ? -1 : end;
  }

  /** True if a part of a path is a key. */
  static boolean isKey(String text) {
    var hyphen = text.indexOf('-');
    return hyphen > 0 && startAround(text, hyphen) == 0 && endBehind(text, hyphen) == text.length();
  }

  /** Keys that a branch is named after: they begin its name or a part of it. */
  static List<String> leading(String branch) {
    var keys = new ArrayList<String>();
    for (var part : branch.split("/")) {
      var hyphen = part.indexOf('-');
      if (hyphen > 0 && startAround(part, hyphen) == 0) {
        var end = endBehind(part, hyphen);
        if (end > 0 && (end == part.length() || !Character.isLetterOrDigit(part.charAt(end)))) {
          keys.add(part.substring(0, end));
        }
      }
    }
    return keys;
  }

  private static boolean isProject(char c) {
    return (c >= 'A' && c <= 'Z') || Numbers.isDigit(c);
  }
}
