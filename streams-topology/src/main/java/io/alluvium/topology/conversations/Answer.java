package io.alluvium.topology.conversations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A model's answer, read strictly: one JSON object with what was asked for, within bounds. */
final class Answer {
  private static final int LONGEST_TEXT = 400;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /**
   * A sentence and what it rests on.
   *
   * @param from numbers of messages, at least one
   */
  record Point(String text, Set<Integer> from) {}

  private final JsonNode json;

  private Answer(JsonNode json) {
    this.json = json;
  }

  /** Reads what a model wrote; a fence of Markdown around it, which many write, is let pass. */
  static Answer read(String text) throws InvalidAnswerException {
    var body = text.strip().replaceFirst("^```(?:json)?\\s*", "").replaceFirst("\\s*```$", "");
    try {
      var json = JSON.readTree(body);
      if (json == null || !json.isObject()) {
        throw new InvalidAnswerException("it is not a JSON object");
      }
      return new Answer(json);
    } catch (JsonProcessingException e) {
      throw new InvalidAnswerException("it is not JSON");
    }
  }

  /**
   * A list of points.
   *
   * @param most how many there may be; there must be one
   * @param messages how many messages there are to rest on
   */
  List<Point> points(String field, int most, int messages) throws InvalidAnswerException {
    var points = new ArrayList<Point>();
    for (var element : list(field, 1, most)) {
      points.add(new Point(text(element.path("text")), from(element.path("from"), messages)));
    }
    return List.copyOf(points);
  }

  /** A list of short texts. */
  List<String> texts(String field, int most) throws InvalidAnswerException {
    var texts = new ArrayList<String>();
    for (var element : list(field, 0, most)) {
      texts.add(text(element));
    }
    return List.copyOf(texts);
  }

  /** A list of numbers from 1 to {@code most}. */
  Set<Integer> numbers(String field, int most) throws InvalidAnswerException {
    var numbers = new TreeSet<Integer>();
    for (var element : list(field, 0, most)) {
      numbers.add(number(element, most));
    }
    return numbers;
  }

  /** One of these words. */
  String word(String field, Set<String> words) throws InvalidAnswerException {
    var word = json.path(field);
    if (!word.isTextual() || !words.contains(word.asText())) {
      throw new InvalidAnswerException("'" + field + "' is none of " + new TreeSet<>(words));
    }
    return word.asText();
  }

  /** A number from 0 to 1. */
  double share(String field) throws InvalidAnswerException {
    var share = json.path(field);
    if (!share.isNumber() || !(share.asDouble() >= 0 && share.asDouble() <= 1)) {
      throw new InvalidAnswerException("'" + field + "' is not a number from 0 to 1");
    }
    return share.asDouble();
  }

  private JsonNode list(String field, int least, int most) throws InvalidAnswerException {
    var list = json.path(field);
    if (!list.isArray() || list.size() < least || list.size() > most) {
      throw new InvalidAnswerException(
          "'" + field + "' is not a list of " + least + " to " + most + " elements");
    }
    return list;
  }

  private static String text(JsonNode node) throws InvalidAnswerException {
    var text = node.isTextual() ? node.asText().strip() : "";
    if (text.isEmpty() || text.length() > LONGEST_TEXT) {
      throw new InvalidAnswerException("a text has none or more than 400 characters");
    }
    if (text.codePoints().anyMatch(Answer::isLayout)) {
      throw new InvalidAnswerException("a text has line breaks or control characters");
    }
    return text;
  }

  private static boolean isLayout(int character) {
    return Character.isISOControl(character)
        || Character.getType(character) == Character.FORMAT
        || Character.getType(character) == Character.LINE_SEPARATOR
        || Character.getType(character) == Character.PARAGRAPH_SEPARATOR;
  }

  private static Set<Integer> from(JsonNode node, int messages) throws InvalidAnswerException {
    var from = new TreeSet<Integer>();
    if (!node.isArray() || node.isEmpty()) {
      throw new InvalidAnswerException("a text rests on no message");
    }
    for (var element : node) {
      from.add(number(element, messages));
    }
    return from;
  }

  private static int number(JsonNode node, int most) throws InvalidAnswerException {
    if (!node.isInt() || node.asInt() < 1 || node.asInt() > most) {
      throw new InvalidAnswerException("a number is not one of 1 to " + most);
    }
    return node.asInt();
  }
}
