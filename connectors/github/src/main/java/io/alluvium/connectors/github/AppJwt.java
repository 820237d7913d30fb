package io.alluvium.connectors.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Signs what a GitHub App proves itself with: a JSON Web Token of at most ten minutes. */
final class AppJwt {
  // GitHub refuses a token from the future, and clocks differ.
  private static final Duration BACKDATED = Duration.ofSeconds(60);
  private static final Duration VALID = Duration.ofMinutes(9);
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] RSA_ALGORITHM = {
    2, 1, 0, 0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
  };

  private final String appId;
  private final PrivateKey key;

  /**
   * A signer for an App.
   *
   * @throws IllegalArgumentException if the key is not an RSA key as PEM; says nothing of the key
   */
  AppJwt(AppKey app) {
    this.appId = app.id();
    this.key = parse(app.privateKey());
  }

  /** A token that is good from now on. */
  String sign(Instant now) {
    var claims =
        "{\"iat\":%d,\"exp\":%d,\"iss\":\"%s\"}"
            .formatted(
                now.minus(BACKDATED).getEpochSecond(), now.plus(VALID).getEpochSecond(), appId);
    var content = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
    try {
      var signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key);
      signature.update(content.getBytes(StandardCharsets.US_ASCII));
      return content + "." + url(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("An RSA key signs", e);
    }
  }

  private static String encode(String json) {
    return url(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String url(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static PrivateKey parse(String pem) {
    boolean pkcs1 = pem.contains("BEGIN RSA PRIVATE KEY");
    // Settings in one line carry line ends as \n.
    var base64 = pem.replace("\\n", "\n").replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    try {
      var der = Base64.getDecoder().decode(base64);
      var spec = new PKCS8EncodedKeySpec(pkcs1 ? pkcs8(der) : der);
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("not an RSA private key as PEM");
    }
  }

  /** GitHub hands out PKCS#1, Java reads PKCS#8: the same key in an envelope. */
  private static byte[] pkcs8(byte[] pkcs1) {
    return tagged(SEQUENCE, join(RSA_ALGORITHM, tagged(OCTETS, pkcs1)));
  }

  private static byte[] tagged(int tag, byte[] content) {
    int n = content.length;
    var header =
        n < 128
            ? new byte[] {(byte) tag, (byte) n}
            : n < 256
                ? new byte[] {(byte) tag, (byte) 0x81, (byte) n}
                : new byte[] {(byte) tag, (byte) 0x82, (byte) (n >> 8), (byte) n};
    return join(header, content);
  }

  private static byte[] join(byte[] first, byte[] second) {
    var joined = new byte[first.length + second.length];
    System.arraycopy(first, 0, joined, 0, first.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
