package io.alluvium.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Records with every field set, and with as few as possible. */
public final class Samples {
  private static final Instant TIME = Instant.parse("2026-11-20T10:00:00.123456Z");

  private Samples() {}

  public static RawEvent full() {
    return least()
        .setVerb("modified")
        .setDeletion("stated")
        .setActor(new Actor("ada@example.org", "Ada 😀"))
        .setTitle("src/Main.java")
        .setText("class Main {}\n\u00e9\u4e2d😀")
        .setTruncated(true)
        .setUrl("https://example.org")
        .setThreadKey("slack:T/C/1")
        .setAttributes(Map.of("sha256", "00", "empty", ""))
        .setListAttributes(Map.of("labels", List.of("a", "b"), "none", List.of()))
        .setVisibility("private")
        .setPayload(ByteBuffer.wrap("{}".getBytes(StandardCharsets.UTF_8)))
        .build();
  }

  public static RawEvent.Builder least() {
    return RawEvents.bare("file", "file:0/src/Main.java");
  }

  /** Before 1970, where rounding towards zero would be wrong. */
  public static CoverageClaim claim() {
    var early = Instant.parse("1969-12-31T23:59:59.999999Z");
    var step = new ClaimStep("7", TIME, Map.of("alluvium.raw.files-0", 12L));
    return CoverageClaim.newBuilder()
        .setSource("laptop")
        .setScope("/work")
        .setAxis("snapshot")
        .setFrom("")
        .setTo("8")
        .setAsOf(early)
        .setGuarantees(List.of("creations", "deletions"))
        .setSourceOffset("8")
        .setEndOffsets(Map.of("alluvium.raw.files-0", 13L))
        .setSteps(List.of(step, new ClaimStep("8", early, Map.of())))
        .build();
  }

  public static Enrichment enrichment() {
    return Enrichment.newBuilder()
        .setEnrichmentVersion(1)
        .setEnrichedAt(TIME)
        .setLanguage("eng")
        .setLanguageConfidence(0.1 + 0.2)
        .build();
  }
}
