package io.alluvium.connectors;

import io.alluvium.schemas.RawEvent;
import io.alluvium.schemas.TextRules;
import io.alluvium.schemas.Topics;
import io.alluvium.schemas.VersionOrder;
import io.alluvium.schemas.connect.ConnectStructs;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.connect.header.ConnectHeaders;

/**
 * Makes records of events, claims and gaps. Completes what the reader left out and takes out what
 * must not leave the process.
 */
final class RecordFactory {
  /** Most bytes of upstream's own representation that travel with an event. */
  static final int MAX_PAYLOAD_BYTES = 1024 * 1024;

  private final SourceConfig config;
  private final String connectorType;
  private final Topics topics;

  RecordFactory(SourceConfig config, String connectorType) {
    this.config = config;
    this.connectorType = connectorType;
    this.topics = config.topics();
  }

  String source() {
    return config.source();
  }

  Topics topics() {
    return topics;
  }

  /** Completes an event: who saw it, when, in which order, without secrets, cut to size. */
  Batch.Outgoing event(RawEvent.Builder draft, SourceReader<?> reader, long observation) {
    draft.setSource(config.source());
    draft.setConnectorType(connectorType);
    if (!draft.hasScope()) {
      draft.setScope(reader.scope());
    }
    // A reader may say of an event that it is private, never that it is public.
    if (!draft.hasVisibility() || !draft.getVisibility().equals("private")) {
      draft.setVisibility(config.visibility());
    }
    draft.setObservedAt(ObservationClock.instant(observation));
    draft.setVersionOrder(order(draft, observation));
    draft.setSourcePartition(reader.axis());
    draft.setSourceOffset(Long.toString(observation));
    clean(draft);
    var event = draft.build();
    return new Batch.Outgoing(
        topics.raw(connectorType),
        event.getEntityKey(),
        ConnectStructs.toStruct(event),
        headers(event),
        content(event));
  }

  /** A record that is not an event. */
  Batch.Outgoing plain(String topic, String key, SpecificRecord value) {
    return new Batch.Outgoing(topic, key, ConnectStructs.toStruct(value), new ConnectHeaders(), 0);
  }

  /** Takes a record of a compacted topic back. */
  Batch.Outgoing tombstone(String topic, String key) {
    return new Batch.Outgoing(topic, key, null, new ConnectHeaders(), 0);
  }

  /** A record without a value, for an offset that no other record can carry. */
  Batch.Outgoing marker(SourceReader<?> reader) {
    var key = String.join("\u0000", source(), reader.scope(), reader.axis(), "\u0000position");
    return tombstone(topics.coverage(), key);
  }

  private static int content(RawEvent event) {
    int text = event.getText().map(String::length).orElse(0);
    return text + event.getPayload().map(ByteBuffer::remaining).orElse(0);
  }

  private static VersionOrder order(RawEvent.Builder draft, long observation) {
    if (!draft.hasVersionOrder()) {
      return new VersionOrder(0L, 0L, observation);
    }
    var upstream = draft.getVersionOrder();
    return new VersionOrder(upstream.getEpoch(), upstream.getUpstream(), observation);
  }

  private static void clean(RawEvent.Builder draft) {
    if (draft.hasText()) {
      setText(draft, TextRules.clean(draft.getText()));
    }
    if (draft.hasTitle()) {
      draft.setTitle(clean(draft.getTitle()));
    }
    if (draft.hasAttributes()) {
      Map<String, String> attributes = new HashMap<>();
      draft.getAttributes().forEach((name, value) -> attributes.put(name, clean(value)));
      draft.setAttributes(attributes);
    }
    if (draft.hasListAttributes()) {
      Map<String, List<String>> lists = new HashMap<>();
      draft
          .getListAttributes()
          .forEach(
              (name, list) -> lists.put(name, list.stream().map(RecordFactory::clean).toList()));
      draft.setListAttributes(lists);
    }
    if (draft.hasPayload()) {
      setPayload(draft, draft.getPayload());
    }
  }

  private static void setText(RawEvent.Builder draft, TextRules.Cut cut) {
    draft.setText(cut.text());
    draft.setTruncated((draft.hasTruncated() && draft.getTruncated()) || cut.truncated());
  }

  // Half a JSON document helps nobody: a payload that is too large is left out.
  private static void setPayload(RawEvent.Builder draft, ByteBuffer payload) {
    var bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    var redacted = TextRules.redact(bytes);
    if (redacted.length <= MAX_PAYLOAD_BYTES) {
      draft.setPayload(ByteBuffer.wrap(redacted));
    } else {
      draft.clearPayload();
    }
  }

  private static String clean(String text) {
    return TextRules.redact(TextRules.replaceInvalid(text));
  }

  private static ConnectHeaders headers(RawEvent event) {
    var verb = event.getDeletion().isPresent() ? "deleted" : event.getVerb().orElse("seen");
    var name = URLEncoder.encode(event.getSource(), StandardCharsets.UTF_8);
    var headers = new ConnectHeaders();
    headers.addString("ce_specversion", "1.0");
    headers.addString("ce_id", event.getSource() + ":" + event.getSourceOffset());
    headers.addString("ce_source", "/sources/" + name);
    headers.addString("ce_type", event.getKind() + "." + verb);
    headers.addString("ce_time", event.getOccurredAt().toString());
    return headers;
  }
}
