package io.alluvium.topology.conversations;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.alluvium.schemas.Actor;
import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import io.alluvium.schemas.Summary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** How a summary stands on {@code summaries}. */
final class SummaryRecord {
  /** Header with the id of the summary; a withdrawal has none. */
  static final String ID = "ce_id";

  private static final String PRIVATE = "private";

  private SummaryRecord() {}

  /**
   * The record of a summary. Everything but text, topics, tone and confidence follows from the
   * window and the model, the id included: the same window summarised again by the same model is
   * the same summary.
   */
  static Summary of(ConversationWindow window, Gist gist, Instant now) {
    var messages = window.getMessages();
    var hashes = messages.stream().map(ConversationMessage::getContentHash).sorted().toList();
    var summary = new Summary();
    summary.setId(id(Window.of(window), hashes, gist.model()));
    summary.setConversation(window.getConversation());
    summary.setWindowStart(window.getWindowStart());
    summary.setWindowEnd(window.getWindowEnd());
    summary.setText(gist.text());
    summary.setTopics(gist.topics());
    summary.setTone(gist.tone().orElse(null));
    summary.setConfidence(gist.confidence().isPresent() ? gist.confidence().getAsDouble() : null);
    summary.setModel(gist.model());
    summary.setFallback(gist.fallback().orElse(null));
    summary.setSourceHashes(hashes);
    summary.setSupersedes(window.getSupersedes().orElse(null));
    summary.setSummarisedAt(now);
    describe(summary, messages);
    summary.setOmittedMessages(window.getOmitted());
    return summary;
  }

  /** True if any of them is private. */
  static boolean isPrivate(List<ConversationMessage> messages) {
    return messages.stream().anyMatch(message -> message.getVisibility().equals(PRIVATE));
  }

  private static void describe(Summary summary, List<ConversationMessage> messages) {
    summary.setMessageCount(messages.size());
    summary.setCutMessages(
        (int) messages.stream().filter(ConversationMessage::getTruncated).count());
    summary.setParticipants(
        sorted(messages, message -> message.getActor().map(Actor::getId).orElse("")));
    summary.setSources(sorted(messages, ConversationMessage::getSource));
    summary.setScopes(sorted(messages, ConversationMessage::getScope));
    summary.setVisibility(isPrivate(messages) ? PRIVATE : "public");
    var length = messages.stream().mapToInt(message -> message.getText().length()).sum();
    summary.setCompressionRatio(length == 0 ? 1 : (double) summary.getText().length() / length);
  }

  private static List<String> sorted(
      List<ConversationMessage> messages, Function<ConversationMessage, String> field) {
    return messages.stream()
        .map(field)
        .filter(value -> !value.isEmpty())
        .distinct()
        .sorted()
        .toList();
  }

  private static String id(Window window, List<String> hashes, String model) {
    var parts = new ArrayList<String>();
    parts.add(window.conversation());
    parts.add(window.start().toString());
    parts.add(window.end().toString());
    parts.addAll(hashes);
    parts.add(model);
    return Digest.of(parts);
  }

  /** Headers in the CloudEvents binding, as on the other topics. */
  static Headers headers(Summary summary) {
    return new RecordHeaders()
        .add("ce_specversion", bytes("1.0"))
        .add(ID, bytes(summary.getId()))
        .add("ce_source", bytes("alluvium"))
        .add("ce_type", bytes("conversation.summarised"))
        .add("ce_time", bytes(summary.getWindowEnd().toString()));
  }

  private static byte[] bytes(String value) {
    return value.getBytes(UTF_8);
  }
}
