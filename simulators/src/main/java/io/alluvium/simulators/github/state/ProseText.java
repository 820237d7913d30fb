package io.alluvium.simulators.github.state;

/** Text that looks written and is the same whenever it is asked for; so it need not be stored. */
final class ProseText {
  private static final String[] WORDS =
      ("the a cache index retry build test release parser token fails returns slow query page"
              + " cursor after before restart when null empty config option server client timeout"
              + " memory thread lock deploy metric crash update remove add support missing wrong"
              + " value header response request batch commit branch merge conflict docs example"
              + " upgrade version default stream topic partition offset snapshot schema field"
              + " record writer reader")
          .split(" ");
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private ProseText() {}

  static String title(long seed) {
    return words(seed * 31 + 7, 5 + (int) Math.floorMod(seed, 4L));
  }

  static String paragraph(long seed) {
    return words(seed * 17 + 3, 18 + (int) Math.floorMod(seed, 16L)) + ".";
  }

  static String sha(String salt, long seed) {
    long state = mix(seed * 0x9e3779b97f4a7c15L + salt.hashCode());
    var hex = new char[40];
    for (int i = 0; i < hex.length; i++) {
      if (i % 16 == 0) {
        state = mix(state + i + 1);
      }
      hex[i] = HEX[(int) (state >>> (i % 16 * 4)) & 15];
    }
    return new String(hex);
  }

  static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  private static String words(long seed, int count) {
    var text = new StringBuilder(count * 7);
    long state = mix(seed);
    for (int i = 0; i < count; i++) {
      state = mix(state + 0x9e3779b97f4a7c15L);
      if (i > 0) {
        text.append(' ');
      }
      text.append(WORDS[(int) Math.floorMod(state, (long) WORDS.length)]);
    }
    text.setCharAt(0, Character.toUpperCase(text.charAt(0)));
    return text.toString();
  }
}
