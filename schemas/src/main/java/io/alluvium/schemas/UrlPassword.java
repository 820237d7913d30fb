package io.alluvium.schemas;

/** A password in an address, as in {@code scheme://user:password@host}. Only the password goes. */
record UrlPassword() implements SecretFormat {
  private static final CharSet SCHEME = new CharSet("a-zA-Z0-9+.-");
  private static final CharSet OUTSIDE = new CharSet("\n\r\t /?#\"'<>`\\|^");
  private static final CharSet PLACEHOLDER = new CharSet("$%{*[");
  private static final int LONGEST = 1024;

  @Override
  public String name() {
    return "url-password";
  }

  @Override
  public String literal() {
    return "://";
  }

  @Override
  public long match(String text, int at) {
    if (!SCHEME.at(text, at - 1)) {
      return NONE;
    }
    int from = at + literal().length();
    int limit = Math.min(text.length(), from + LONGEST);
    int colon = -1;
    for (int i = from; i < limit && !OUTSIDE.has(text.charAt(i)); i++) {
      char c = text.charAt(i);
      if (c == ':' && colon < 0) {
        colon = i;
      } else if (c == '@') {
        return colon < 0 ? NONE : password(text, colon + 1, i);
      }
    }
    return NONE;
  }

  private static long password(String text, int start, int end) {
    // A variable of a template is not a secret, nor is what was redacted before.
    return start == end || PLACEHOLDER.at(text, start) ? NONE : SecretFormat.span(start, end);
  }
}
