package io.alluvium.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;

import io.alluvium.schemas.Event;
import java.net.URLEncoder;
import java.time.Instant;
import java.time.LocalDateTime;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The CloudEvents 1.0 Kafka binding, binary mode: what a router must know without decoding. */
final class CloudEvents {
  private static final byte[] VERSION = "1.0".getBytes(UTF_8);

  private CloudEvents() {}

  static Headers headers(Event event) {
    return new RecordHeaders()
        .add("ce_specversion", VERSION)
        .add("ce_id", bytes(event.getContentHash() + "." + event.getRevision()))
        .add("ce_source", bytes(uriReference(event.getSource())))
        .add("ce_type", bytes(event.getType()))
        .add("ce_time", bytes(rfc3339(event.getOccurredAt())));
  }

  /** A plain source name is a URI reference as it stands; any other is percent-encoded. */
  private static String uriReference(String source) {
    for (int i = 0; i < source.length(); i++) {
      if (!isPlain(source.charAt(i))) {
        return URLEncoder.encode(source, UTF_8).replace("+", "%20");
      }
    }
    return source;
  }

  /** As {@link Instant#toString}, in a fraction of the time. */
  private static String rfc3339(Instant time) {
    var written = LocalDateTime.ofEpochSecond(time.getEpochSecond(), time.getNano(), UTC);
    var seconds = written.getSecond() == 0 && written.getNano() == 0 ? ":00Z" : "Z";
    return written + seconds;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "._~-".indexOf(c) >= 0;
  }

  private static byte[] bytes(String value) {
    return value.getBytes(UTF_8);
  }
}
