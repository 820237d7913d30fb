package io.alluvium.schemas;

/**
 * A private key in PEM, also where its line ends are written as {@code \n}. Needs a line of key
 * material: source code and manuals name the header without a secret behind it.
 */
record PrivateKeyBlock() implements SecretFormat {
  private static final String DASHES = "-----";
  private static final String END = "-----END ";
  private static final CharSet LABEL = new CharSet("A-Z0-9 ");
  private static final CharSet BASE64 = new CharSet("a-zA-Z0-9+/=");
  private static final CharSet BETWEEN = new CharSet("\" '\\,:.()\n\r\t-");
  private static final int LONGEST_LABEL = 40;
  private static final int LINE_OF_KEY = 40;

  @Override
  public String name() {
    return "private-key";
  }

  @Override
  public String literal() {
    return "-----BEGIN ";
  }

  @Override
  public long match(String text, int at) {
    int from = at + literal().length();
    int body = LABEL.runEnd(text, from, LONGEST_LABEL);
    if (!text.startsWith(DASHES, body) || !text.substring(from, body).contains("PRIVATE KEY")) {
      return NONE;
    }
    body += DASHES.length();
    int keyEnd = 0;
    int i = body;
    while (i < text.length() && !text.startsWith(DASHES, i)) {
      int runEnd = BASE64.runEnd(text, i, Integer.MAX_VALUE);
      if (runEnd - i >= LINE_OF_KEY || (keyEnd > 0 && runEnd - i >= 4)) {
        keyEnd = runEnd;
      }
      if (runEnd == i && !BETWEEN.at(text, i)) {
        break;
      }
      i = Math.max(runEnd, i + 1);
    }
    return keyEnd == 0 ? NONE : SecretFormat.span(at, blockEnd(text, i, keyEnd));
  }

  /** After the closing line if that is where the key stopped, else after its last line. */
  private static int blockEnd(String text, int stop, int keyEnd) {
    if (!text.startsWith(END, stop)) {
      return keyEnd;
    }
    int end = LABEL.runEnd(text, stop + END.length(), LONGEST_LABEL);
    return text.startsWith(DASHES, end) ? end + DASHES.length() : end;
  }
}
