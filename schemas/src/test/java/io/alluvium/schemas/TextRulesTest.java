package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets are put together here, so that no scanner takes this file for a leak. */
final class TextRulesTest {
  private static final String KEY_LINE =
      "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8cKj";

  record Secret(String format, String text) {}

  static List<Secret> secrets() {
    var alnum = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789";
    var jwt = jwt();
    return List.of(
        new Secret("github-token", "ghp_" + alnum.substring(0, 36)),
        new Secret("github-token", "gho_" + alnum.substring(0, 36)),
        new Secret("github-token", "ghu_" + alnum.substring(0, 36)),
        new Secret("github-token", "ghs_" + alnum.substring(0, 36)),
        new Secret("github-token", "ghs_12345_" + jwt),
        new Secret("github-token", "ghr_" + alnum),
        new Secret(
            "github-token", "github_pat_" + alnum.substring(0, 22) + "_" + alnum + "0123456"),
        new Secret("aws-access-key-id", "AKIA" + "IOSFODNN7EXAMPLE"),
        new Secret("aws-access-key-id", "ASIA" + "Y34FZKBOKMUTVV7A"),
        new Secret("slack-token", "xoxb-" + "17653672481-19874698323-pdFZKVeTuE8sk7oOcBrzbqgy"),
        new Secret("slack-token", "xoxp-" + "2-1234567890-abcdef"),
        new Secret("slack-token", "xoxe.xoxp-" + "1-Mi0yLTEyMzQ1Njc4OTA"),
        new Secret("slack-token", "xapp-" + "1-A0123456789-1234567890123-abcdef"),
        new Secret(
            "slack-webhook", "hooks.slack.com/services/" + "T00000000/B00000000/XXXXXXXXXXXX"),
        new Secret("slack-webhook", "hooks.slack.com/workflows/" + "T016M3G1GHZ/A04J3BAF7AA/4429"),
        new Secret("jwt", jwt),
        new Secret("google-api-key", "AIza" + "SyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe"),
        new Secret("stripe-key", "sk_live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
        new Secret("npm-token", "npm_" + alnum.substring(0, 36)),
        new Secret("gitlab-token", "glpat-" + "ABC_DEF-GHI123jkl456"),
        new Secret("private-key", pem("PRIVATE KEY", "\n")),
        new Secret("private-key", pem("RSA PRIVATE KEY", "\r\n")),
        new Secret("private-key", pem("OPENSSH PRIVATE KEY", "\\n")),
        new Secret(
            "private-key",
            pem("EC PRIVATE KEY", "\n")
                .replaceFirst("\n", "\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,3F17\n\n")));
  }

  @ParameterizedTest
  @MethodSource("secrets")
  void takesSecretsOutWhereverTheyStand(Secret secret) {
    var marker = "[redacted:" + secret.format() + "]";
    for (var around : List.of("%s", "key = %s\n", "\"%s\"", "(%s)", "é%s中", "a %s, b", "x=%s;")) {
      var found = TextRules.redactSecrets(around.formatted(secret.text()));
      assertThat(found.text()).isEqualTo(around.formatted(marker));
      assertThat(found.formats()).containsExactly(secret.format());
      assertThat(TextRules.redact(found.text())).isEqualTo(found.text());
    }
  }

  @Test
  void keepsTheFullStopAfterASecret() {
    var text = "Use ghs_" + "a".repeat(36) + ".";
    assertThat(TextRules.redact(text)).isEqualTo("Use [redacted:github-token].");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "aws_secret_access_key = %s",
        "AWS_SECRET_ACCESS_KEY=%s",
        "export AWS_SECRET_ACCESS_KEY=\"%s\"",
        "\"SecretAccessKey\": \"%s\",",
        "secretAccessKey: '%s'",
        "\\\"secretAccessKey\\\":\\\"%s\\\"",
        "<SecretAccessKey>%s</SecretAccessKey>",
        "aws.secretKey=%s",
        "AWS_SECRET_KEY => %s"
      })
  void takesTheSecretKeyOfAwsOutByItsName(String assignment) {
    var key = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY";
    assertThat(TextRules.redact(assignment.formatted(key)))
        .isEqualTo(assignment.formatted("[redacted:aws-secret-access-key]"));
  }

  @Test
  void takesOnlyThePasswordOutOfAnAddress() {
    assertThat(TextRules.redact("git clone https://ada:s3cr:et@example.org/x.git"))
        .isEqualTo("git clone https://ada:[redacted:url-password]@example.org/x.git");
    assertThat(TextRules.redact("postgres://:pw@db/x and redis+tls://u:pä@h"))
        .isEqualTo(
            "postgres://:[redacted:url-password]@db/x and redis+tls://u:[redacted:url-password]@h");
  }

  @Test
  void aKeyCutOffBeforeItsEndIsStillTakenOut() {
    var text = "-----BEGIN " + "PRIVATE KEY-----\n" + KEY_LINE + "\n" + KEY_LINE;
    assertThat(TextRules.redact(text)).isEqualTo("[redacted:private-key]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit d670460b4b4aece5915caf5c68d12f560a9fe3e4",
        "sha256:9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab",
        "123e4567-e89b-12d3-a456-426614174000",
        "https://example.org:8080/a@b?c=d:e@f",
        "https://example.org/u:p@x",
        "mailto:ada@example.org ssh://git@example.org/x",
        "git@github.com:octocat/x.git",
        "jdbc:postgresql://${USER}:${PASSWORD}@db/x and amqp://u:$PASS@h and x://u:%s@h",
        "The prefixes are ghp_, gho_ and AKIA; see npm_config_registry and sk_live_ keys",
        "xoxb-your-bot-token-here and xapp-your-app-level-token",
        "npm_config_registry_is_an_environment_variable",
        "eyJhbGciOiJIUzI1NiJ9 alone, and eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.",
        "notghp_abcdefghijklmnopqrstuvwxyzABCDEFGHIJ",
        "AKIAIOSFODNN7EXAMPLEANDMORE and xAKIAIOSFODNN7EXAMPLE",
        "aws_secret_access_key = <your key>",
        "secretAccessKey(d670460b4b4aece5915caf5c68d12f560a9fe3e4)",
        "if (line.startsWith(\"-----BEGIN RSA PRIVATE KEY-----\")) { skip(); } \"-----END RSA",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAu1SU1LfVLPHCozMxH2Mo"
      })
  void leavesOrdinaryTextAlone(String text) {
    assertThat(TextRules.redact(text)).isSameAs(text);
  }

  @Test
  void leavesBase64Alone() {
    var random = new Random(4);
    var bytes = new byte[3 << 20];
    random.nextBytes(bytes);
    for (var text :
        List.of(
            Base64.getEncoder().encodeToString(bytes),
            Base64.getMimeEncoder().encodeToString(bytes),
            Base64.getUrlEncoder().encodeToString(bytes))) {
      assertThat(TextRules.redact(text)).isSameAs(text);
    }
  }

  @Test
  void findsSeveralAndKeepsWhatIsBetween() {
    var token = "ghp_" + "a".repeat(36);
    var found =
        TextRules.redactSecrets(
            "1 " + token + " 2 https://u:" + token + "@h 3 " + pem("PRIVATE KEY", "\n"));
    assertThat(found.text())
        .isEqualTo(
            "1 [redacted:github-token] 2 https://u:[redacted:url-password]@h 3 [redacted:private-key]");
    assertThat(found.formats()).containsExactly("github-token", "url-password", "private-key");
  }

  @Test
  void takesTimeInProportionToTheText() {
    for (var evil :
        List.of(
            "ghs_",
            "-ghs_",
            ".ghs_",
            "xoxb-",
            " xoxb-aaaaaaaaaaaa",
            "eyJ",
            ".eyJaaaaaaaaaa",
            "-eyJ.",
            "://",
            "://a:",
            "x://",
            "AKIA",
            "-----BEGIN PRIVATE KEY-----",
            "-----BEGIN ",
            "-----BEGIN PRIVATE KEY-----\na",
            "glpat-",
            " glpat-",
            "secretAccessKey=",
            "ecretAccessKey",
            "hooks.slack.com/services/",
            "AWS_SECRET_KEY:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")) {
      var text = evil.repeat((1 << 20) / evil.length());
      Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> TextRules.redact(text), () -> "on repeated " + evil);
    }
  }

  @Test
  void takesSecretsOutOfBytesAndKeepsAllOthers() {
    var bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) i;
    }
    assertThat(TextRules.redact(bytes)).isSameAs(bytes);
    var latin = new String(bytes, StandardCharsets.ISO_8859_1);
    var payload =
        (latin + " ghp_" + "a".repeat(36) + " " + latin).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(TextRules.redact(payload))
        .isEqualTo(
            (latin + " [redacted:github-token] " + latin).getBytes(StandardCharsets.ISO_8859_1));
  }

  @Test
  void cutsAtTheLimitNeverInsideACodePoint() {
    for (var unit : List.of("a", "é", "中", "😀")) {
      int size = unit.getBytes(StandardCharsets.UTF_8).length;
      int fits = TextRules.MAX_TEXT_BYTES / size;
      var whole = unit.repeat(fits);
      assertThat(TextRules.cut(whole)).isEqualTo(new TextRules.Cut(whole, false));
      assertThat(TextRules.cut(whole + unit)).isEqualTo(new TextRules.Cut(whole, true));
    }
    var odd = "a" + "😀".repeat(TextRules.MAX_TEXT_BYTES / 4);
    var cut = TextRules.cut(odd);
    assertThat(cut.truncated()).isTrue();
    assertThat(cut.text().getBytes(StandardCharsets.UTF_8)).hasSize(TextRules.MAX_TEXT_BYTES - 3);
  }

  @Test
  void replacesLoneSurrogates() {
    assertThat(TextRules.replaceInvalid("x\ud800y\udc00z😀\udc00\ud800\ud800\udc00\ud800"))
        .isEqualTo("x\ufffdy\ufffdz😀\ufffd\ufffd\ud800\udc00\ufffd");
    var valid = "ok 😀";
    assertThat(TextRules.replaceInvalid(valid)).isSameAs(valid);
  }

  @Test
  void cleansInOneGo() {
    var secret = "ghp_" + "a".repeat(36);
    var text = "b".repeat(TextRules.MAX_TEXT_BYTES - 10) + " " + secret + "\ud800";
    var clean = TextRules.clean(text);
    assertThat(clean.truncated()).isTrue();
    assertThat(clean.text()).doesNotContain("ghp_").endsWith(" [redacted");
  }

  private static String pem(String label, String lineEnd) {
    return "-----BEGIN "
        + label
        + "-----"
        + lineEnd
        + (KEY_LINE + lineEnd).repeat(3)
        + "abc="
        + lineEnd
        + "-----END "
        + label
        + "-----";
  }

  private static String jwt() {
    return "eyJhbGciOiJIUzI1NiJ9"
        + ".eyJzdWIiOiIxMjM0NTY3ODkwIn0"
        + ".dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U";
  }
}
