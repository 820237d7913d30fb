package io.alluvium.topology.conversations;

import io.alluvium.schemas.ConversationMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Holds what a model wrote to what was said. Nothing may be in it that only an instruction, or the
 * model itself, can have put there: no link or address, no name and no handle that no message has;
 * and most of its words must have been used.
 */
final class Grounding {
  private static final double LEAST_SHARE = 0.4;
  private static final int LONGEST = 1_200;

  /** A summary of little text may still be this long. */
  private static final int ALWAYS = 300;

  /** Whatever has a scheme, or a dot or an '@' between letters; a handle; the markup of a link. */
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[a-zA-Z][a-zA-Z0-9+.-]*:\\S+|[\\w-]+(?:[.@][\\w-]+)+|[@#][\\w-]+|\\]\\(|<\\S+");

  private static final Pattern PARTICIPANT = Pattern.compile("\\bP(\\d+)\\b");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  /** A word that begins with a capital and does not begin a sentence. */
  private static final Pattern NAME =
      Pattern.compile(
          "(?<=[\\p{L}\\p{N},;:'’()\"-] |['\"(])\\p{Lu}[\\p{L}\\p{N}]*\\p{Ll}[\\p{L}\\p{N}]*");

  private static final Set<String> CALENDAR =
      Set.of(
          "monday",
          "tuesday",
          "wednesday",
          "thursday",
          "friday",
          "saturday",
          "sunday",
          "january",
          "february",
          "march",
          "april",
          "may",
          "june",
          "july",
          "august",
          "september",
          "october",
          "november",
          "december");

  private final Material material;
  private final String said;
  private final Set<String> words;
  private final Set<String> beginnings;

  Grounding(Material material) {
    this.material = material;
    this.said =
        material.messages().stream()
            .map(ConversationMessage::getText)
            .collect(Collectors.joining("\n"))
            .toLowerCase(Locale.ROOT);
    this.words = words(said);
    material.names().forEach(name -> words.addAll(words(name)));
    this.beginnings = words.stream().map(Grounding::beginning).collect(Collectors.toSet());
  }

  /**
   * The sentences as a text, with people's names in it.
   *
   * @throws InvalidAnswerException if they say what nobody said
   */
  String text(List<Answer.Point> sentences) throws InvalidAnswerException {
    var text = sentences.stream().map(Answer.Point::text).collect(Collectors.joining(" "));
    if (text.length() > Math.max(ALWAYS, Math.min(LONGEST, said.length()))) {
      throw new InvalidAnswerException("it is too long");
    }
    var from = new TreeSet<Integer>();
    sentences.forEach(sentence -> from.addAll(sentence.from()));
    if (from.size() < 2) {
      throw new InvalidAnswerException("it rests on one message alone");
    }
    require(text);
    return named(text);
  }

  private void require(String text) throws InvalidAnswerException {
    requireAddresses(text);
    requireParticipants(text);
    requireNames(text);
    requireWords(text);
  }

  /** True for a text that says nothing but what was said. */
  boolean holds(String text) {
    try {
      require(text);
      return true;
    } catch (InvalidAnswerException e) {
      return false;
    }
  }

  /** Topics that were talked about; others are left out. */
  List<String> topics(List<String> topics) {
    return topics.stream()
        .map(topic -> topic.toLowerCase(Locale.ROOT))
        .filter(topic -> !words(topic).isEmpty() && words(topic).stream().allMatch(this::wasUsed))
        .filter(topic -> !ADDRESS.matcher(topic).find() || said.contains(topic))
        .distinct()
        .toList();
  }

  private void requireAddresses(String text) throws InvalidAnswerException {
    for (var address : matches(ADDRESS, text)) {
      var plain = address.toLowerCase(Locale.ROOT).replaceFirst("[).,;:!?'\"]+$", "");
      if (!said.contains(plain)) {
        throw new InvalidAnswerException("it has an address that no message has");
      }
    }
  }

  private void requireParticipants(String text) throws InvalidAnswerException {
    for (var result : PARTICIPANT.matcher(text).results().toList()) {
      var isOne = result.group(1).length() < 6 && isParticipant(Integer.parseInt(result.group(1)));
      if (!isOne) {
        throw new InvalidAnswerException("it names somebody who did not take part");
      }
    }
  }

  private boolean isParticipant(int number) {
    return number >= 1 && number <= material.participants();
  }

  private void requireNames(String text) throws InvalidAnswerException {
    for (var name : matches(NAME, text)) {
      var word = name.toLowerCase(Locale.ROOT);
      if (!PARTICIPANT.matcher(name).matches() && !wasUsed(word) && !CALENDAR.contains(word)) {
        throw new InvalidAnswerException("it has a name that no message has");
      }
    }
  }

  private void requireWords(String text) throws InvalidAnswerException {
    var content =
        words(PARTICIPANT.matcher(text).replaceAll(" ")).stream()
            .filter(word -> word.length() > 3)
            .toList();
    var used = content.stream().filter(this::wasUsed).count();
    if (used < LEAST_SHARE * content.size()) {
      throw new InvalidAnswerException("most of its words were never said");
    }
  }

  /** True if a message has the word, or one that begins like it: "deploys" for "deployed". */
  private boolean wasUsed(String word) {
    return words.contains(word) || (word.length() > 5 && beginnings.contains(beginning(word)));
  }

  private static String beginning(String word) {
    return word.length() > 5 ? word.substring(0, 5) : word;
  }

  private String named(String text) {
    return PARTICIPANT
        .matcher(text)
        .replaceAll(result ->
            Matcher.quoteReplacement(material.names().get(Integer.parseInt(result.group(1)) - 1)));
  }

  private static Set<String> words(String text) {
    return WORD.matcher(text.toLowerCase(Locale.ROOT))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static List<String> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(MatchResult::group).toList();
  }
}
