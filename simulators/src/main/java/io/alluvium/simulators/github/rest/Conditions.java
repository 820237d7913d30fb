package io.alluvium.simulators.github.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Entity tags: the same answer to the same token need not be sent again. */
final class Conditions {
  private Conditions() {}

  /** Tags an answer, or makes it 304 when the client has it. */
  static Reply apply(Call call, Reply reply) {
    Context context = call.context();
    String token = Objects.requireNonNullElse(context.header("Authorization"), "");
    boolean tagless = reply.headers().containsKey("Cache-Control");
    if (tagless || reply.status() != 200 || !context.method().name().equals("GET")) {
      return reply;
    }
    String tag = "W/\"" + digest(token, reply.body()) + "\"";
    Reply tagged =
        reply
            .with("ETag", tag)
            .with("Cache-Control", "private, max-age=60, s-maxage=60")
            .with("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP");
    String known = context.header("If-None-Match");
    boolean same = known != null && known.replace("W/", "").equals(tag.replace("W/", ""));
    return same ? new Reply(304, tagged.headers(), new byte[0]) : tagged;
  }

  // As upstream: another token gets another tag for the same body. Two fast sums are 64 bits.
  private static String digest(String token, byte[] body) {
    long tag = 0;
    for (Checksum sum : List.of(new CRC32(), new CRC32C())) {
      sum.update(token.getBytes(StandardCharsets.UTF_8));
      sum.update(body);
      tag = tag << 32 | sum.getValue();
    }
    return HexFormat.of().toHexDigits(tag);
  }
}
