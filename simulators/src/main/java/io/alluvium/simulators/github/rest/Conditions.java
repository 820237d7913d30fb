package io.alluvium.simulators.github.rest;

import io.alluvium.simulators.github.Credential;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Entity tags: the same answer to the same token need not be sent again. */
final class Conditions {
  private Conditions() {}

  /** Tags an answer, or makes it 304 when the client has it. */
  static Reply apply(Call call, Reply reply) {
    Context context = call.context();
    Credential credential = call.credential();
    boolean tagless = reply.headers().containsKey("Cache-Control");
    if (tagless || reply.status() != 200 || !context.method().name().equals("GET")) {
      return reply;
    }
    String tag = "W/\"" + digest(credential, reply.body()) + "\"";
    Reply tagged =
        reply
            .with("ETag", tag)
            .with("Cache-Control", "private, max-age=60, s-maxage=60")
            .with("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    String known = context.header("If-None-Match");
    boolean same = known != null && known.replace("W/", "").equals(tag.replace("W/", ""));
    return same ? new Reply(304, tagged.headers(), new byte[0]) : tagged;
  }

  // As upstream: another token gets another tag for the same body.
  private static String digest(Credential credential, byte[] body) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(credential.name().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
