package io.alluvium.schemas;

/**
 * A signed JSON web token: two parts of base64url that start as JSON objects do, and a signature.
 */
record JsonWebToken() implements SecretFormat {
  private static final CharSet BASE64_URL = new CharSet("a-zA-Z0-9_-");
  private static final int SHORTEST_PART = 10;
  private static final int SHORTEST_SIGNATURE = 16;

  @Override
  public String name() {
    return "jwt";
  }

  @Override
  public String literal() {
    return "eyJ";
  }

  @Override
  public long match(String text, int at) {
    if (BASE64_URL.at(text, at - 1)) {
      return NONE;
    }
    int header = BASE64_URL.runEnd(text, at, Integer.MAX_VALUE);
    if (header - at < SHORTEST_PART || !text.startsWith(".eyJ", header)) {
      return NONE;
    }
    int claims = BASE64_URL.runEnd(text, header + 1, Integer.MAX_VALUE);
    if (claims - header <= SHORTEST_PART || claims == text.length() || text.charAt(claims) != '.') {
      return NONE;
    }
    int signature = BASE64_URL.runEnd(text, claims + 1, Integer.MAX_VALUE);
    return signature - claims <= SHORTEST_SIGNATURE ? NONE : SecretFormat.span(at, signature);
  }
}
