package io.alluvium.schemas;

import java.util.List;
import java.util.stream.Stream;

/**
 * A secret access key of AWS: 40 characters of base64 that only the name they are assigned to tells
 * from any other 40. The name stays, the value goes.
 */
record AwsSecretKey(String literal) implements SecretFormat {
  private static final CharSet BASE64 = new CharSet("a-zA-Z0-9+/=");
  private static final CharSet ASSIGNMENT = new CharSet("\"'\\ \t:=>");
  private static final int LENGTH = 40;
  private static final int LONGEST_ASSIGNMENT = 16;

  static List<SecretFormat> formats() {
    return Stream.of(
            "SECRET_ACCESS_KEY",
            "secret_access_key",
            "secret-access-key",
            "ecretAccessKey",
            "AWS_SECRET_KEY",
            "aws_secret_key",
            "aws.secretKey")
        .<SecretFormat>map(AwsSecretKey::new)
        .toList();
  }

  @Override
  public String name() {
    return "aws-secret-access-key";
  }

  @Override
  public long match(String text, int at) {
    int from = at + literal.length();
    int start = ASSIGNMENT.runEnd(text, from, LONGEST_ASSIGNMENT);
    int end = BASE64.runEnd(text, start, LENGTH);
    if (start == from || end - start < LENGTH || BASE64.at(text, end)) {
      return NONE;
    }
    return SecretFormat.span(start, end);
  }
}
