package io.alluvium.simulators.github;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;

/** Signs as a GitHub App does. */
final class AppSignature {
  private final long app;
  private final KeyPair keys;

  AppSignature(long app) throws GeneralSecurityException {
    this.app = app;
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    this.keys = generator.generateKeyPair();
  }

  PublicKey publicKey() {
    return keys.getPublic();
  }

  String jwt(long now, long seconds) throws GeneralSecurityException {
    String claims =
        "{\"iat\":" + (now - 60) + ",\"exp\":" + (now + seconds) + ",\"iss\":\"" + app + "\"}";
    String signed = encode("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + "." + encode(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(keys.getPrivate());
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + "." + encode(signature.sign());
  }

  private static String encode(String json) {
    return encode(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
