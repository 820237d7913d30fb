package io.alluvium.topology.conversations;

import io.alluvium.schemas.ConversationMessage;
import io.alluvium.schemas.ConversationWindow;
import io.alluvium.topology.enrich.TextMethods;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * Sums up with the words of the conversation itself: the sentences that share most with all others,
 * in their order, each line with who said it. The same window always gives the same summary.
 *
 * <p>Its confidence is the share of the key phrases that those sentences contain.
 */
public final class ExtractiveSummariser implements Summariser {
  /** Raised with what is done, or with the methods that are used. */
  private static final String MODEL = "textrank conversation 1";

  private static final int AT_ONCE = 32;
  private static final int FEWEST_WORDS = 3;
  private static final int MOST_WORDS = 60;

  /** The time to rank grows with the square of this. */
  private static final int MOST_SENTENCES = 300;

  private static final int MESSAGES_PER_SENTENCE = 4;
  private static final int FEWEST_PICKED = 3;
  private static final int MOST_PICKED = 6;

  /** Somebody's sentence. */
  private record Said(String who, String sentence) {}

  @Override
  public int atOnce() {
    return AT_ONCE;
  }

  @Override
  public Gist summarise(ConversationWindow window) {
    var all =
        window.getMessages().stream()
            .map(ConversationMessage::getText)
            .collect(Collectors.joining("\n\n"));
    var topics = TextMethods.keyPhrases(all);
    var text = text(picked(window.getMessages()));
    return new Gist(
        text, topics, TextMethods.tone(all), confidence(text, topics), MODEL, Optional.empty());
  }

  private static List<Said> picked(List<ConversationMessage> messages) {
    var said = new ArrayList<Said>();
    for (var message : messages.reversed()) {
      var sentences =
          TextMethods.sentences(message.getText()).stream().filter(ExtractiveSummariser::isWhole);
      sentences.toList().reversed().forEach(each -> said.addFirst(new Said(name(message), each)));
      if (said.size() > MOST_SENTENCES) {
        break;
      }
    }
    if (said.isEmpty()) {
      return longest(messages);
    }
    var count = Math.clamp(messages.size() / MESSAGES_PER_SENTENCE, FEWEST_PICKED, MOST_PICKED);
    return TextMethods.best(said.stream().map(Said::sentence).toList(), count).stream()
        .map(said::get)
        .toList();
  }

  private static boolean isWhole(String sentence) {
    var words = TextMethods.words(sentence);
    return words >= FEWEST_WORDS && words <= MOST_WORDS;
  }

  /** Where nobody said a sentence, the longest text must do. */
  private static List<Said> longest(List<ConversationMessage> messages) {
    return messages.stream()
        .max(Comparator.comparingInt(message -> message.getText().length()))
        .map(message -> new Said(name(message), firstLine(message.getText())))
        .map(List::of)
        .orElse(List.of());
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private static String name(ConversationMessage message) {
    return message.getActor().map(actor -> actor.getName().orElse(actor.getId())).orElse("");
  }

  /** One line for each turn. */
  private static String text(List<Said> picked) {
    var text = new StringBuilder();
    var last = "";
    for (var each : picked) {
      if (text.isEmpty() || !each.who().equals(last)) {
        text.append(text.isEmpty() ? "" : "\n");
        text.append(each.who().isEmpty() ? "" : each.who() + ": ");
      } else {
        text.append(' ');
      }
      text.append(each.sentence());
      last = each.who();
    }
    return text.toString();
  }

  private static OptionalDouble confidence(String text, List<String> topics) {
    var lower = text.toLowerCase(Locale.ROOT);
    return topics.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            (double) topics.stream().filter(lower::contains).count() / topics.size());
  }
}
