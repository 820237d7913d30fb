package io.alluvium.connectors.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;

final class AppJwtTest {
  private static final KeyPair KEYS = keys();

  @Test
  void signsATokenThatLivesLessThanTenMinutes() throws Exception {
    var now = Instant.parse("2026-11-20T08:00:00Z");
    var parts = new AppJwt(new AppKey("4711", "1", pkcs8())).sign(now).split("\\.");
    var claims = new ObjectMapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
    assertThat(claims.path("iss").asText()).isEqualTo("4711");
    assertThat(claims.path("iat").asLong()).isLessThan(now.getEpochSecond());
    assertThat(claims.path("exp").asLong() - claims.path("iat").asLong()).isLessThanOrEqualTo(600);
    var check = Signature.getInstance("SHA256withRSA");
    check.initVerify(KEYS.getPublic());
    check.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
    assertThat(check.verify(Base64.getUrlDecoder().decode(parts[2]))).isTrue();
  }

  @Test
  void readsTheFormOfKeyThatGithubHandsOut() {
    var now = Instant.now();
    assertThat(new AppJwt(new AppKey("1", "1", pkcs1())).sign(now))
        .isEqualTo(new AppJwt(new AppKey("1", "1", pkcs8())).sign(now));
  }

  @Test
  void saysNothingOfAKeyItCannotRead() {
    var wrong = "-----BEGIN RSA PRIVATE KEY-----\nc2VjcmV0LXNlY3JldA==\n-----END-----";
    assertThatThrownBy(() -> new AppJwt(new AppKey("1", "1", wrong)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("not an RSA private key as PEM")
        .hasNoCause();
  }

  /** A new key as PEM, in the form that Java writes. */
  static String pkcs8() {
    return pem("PRIVATE KEY", KEYS.getPrivate().getEncoded());
  }

  static KeyPair pair() {
    return KEYS;
  }

  // The key of RFC 8017 lies at the end of the envelope of RFC 5958, 26 bytes in for 2048 bits.
  private static String pkcs1() {
    var whole = KEYS.getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(whole, 26, whole.length));
  }

  private static String pem(String name, byte[] der) {
    var base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + name + "-----\n" + base64 + "\n-----END " + name + "-----\n";
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
