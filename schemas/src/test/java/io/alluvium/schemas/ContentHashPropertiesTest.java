package io.alluvium.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The rules of docs/content-hash.md, for any content. */
final class ContentHashPropertiesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is hashed of an issue.
   *
   * @param number a number, as upstream's JSON has it
   */
  private record Content(String title, String text, long number, List<String> labels) {
    RawEvent event(Map<String, String> attributes, List<String> list) {
      attributes.put("milestone", Long.toString(number));
      attributes.put("state", "open");
      attributes.put("not_hashed", "whatever");
      return RawEvents.bare("issue", "github:github.com/issue/1/2")
          .setTitle(title)
          .setText(text)
          .setAttributes(attributes)
          .setListAttributes(Map.of("labels", list))
          .build();
    }

    String hash() {
      return ContentHash.of(event(new HashMap<>(), labels)).hex();
    }
  }

  @Property(tries = 500)
  void doesNotDependOnTheOrderOfKeysOrOfASet(
      @ForAll("contents") Content content, @ForAll long seed) {
    var shuffled = new ArrayList<>(content.labels());
    Collections.shuffle(shuffled, new Random(seed));
    var attributes = new LinkedHashMap<String, String>();
    attributes.put("zzz", "first");
    attributes.put("state", "first");
    assertThat(ContentHash.of(content.event(attributes, shuffled)).hex()).isEqualTo(content.hash());
  }

  @Property(tries = 500)
  void doesNotDependOnHowUpstreamWritesItsJson(
      @ForAll("contents") Content content, @ForAll long seed) throws JsonProcessingException {
    var written = json(content, new Random(seed));
    var read = RawEvents.of(JSON.readTree(escaped(written, new Random(seed))));
    assertThat(ContentHash.of(read)).isEqualTo(ContentHash.of(RawEvents.of(written)));
    assertThat(ContentHash.of(read).hex()).isEqualTo(content.hash());
  }

  @Property(tries = 500)
  void differsWhereContentDiffers(
      @ForAll("contents") Content one, @ForAll("contents") Content other) {
    assertThat(one.hash().equals(other.hash())).isEqualTo(canonical(one).equals(canonical(other)));
  }

  @Property(tries = 500)
  void aLoneSurrogateIsTheReplacementCharacter(
      @ForAll("texts") String before,
      @ForAll("surrogates") char lone,
      @ForAll("texts") String text) {
    // A letter on either side, so that it is lone.
    assertThat(hash(before + "a" + lone + "b" + text)).isEqualTo(hash(before + "a\uFFFDb" + text));
  }

  @Property(tries = 500)
  void nothingElseIsNormalised(@ForAll("texts") String text) {
    for (var same :
        List.of(" " + text, text + "\n", text + "e\u0301", text + "\u00E9", text + "\r\n")) {
      assertThat(hash(same)).isNotEqualTo(hash(text));
    }
    assertThat(hash(text + "e\u0301")).isNotEqualTo(hash(text + "\u00E9"));
    assertThat(hash(text + "\r\n")).isNotEqualTo(hash(text + "\n"));
  }

  @Property(tries = 200)
  void emptyIsAbsent(@ForAll("texts") String text) {
    var absent = RawEvents.bare("file", "file:r/a").setTitle(text).build();
    var empty =
        RawEvents.bare("file", "file:r/a")
            .setTitle(text)
            .setText("")
            .setAttributes(Map.of("sha256", ""))
            .setListAttributes(Map.of("labels", List.of()))
            .build();
    assertThat(ContentHash.of(empty)).isEqualTo(ContentHash.of(absent));
  }

  @Provide
  Arbitrary<Content> contents() {
    var few = Arbitraries.of("", "a", "b", "é", "e\u0301", "\uD83D\uDE00", "\u0000");
    var text = Arbitraries.oneOf(few, texts());
    return Combinators.combine(
            text,
            text,
            Arbitraries.oneOf(Arbitraries.longs(), Arbitraries.longs().between(0, 2)),
            text.list().uniqueElements().ofMaxSize(4))
        .as(Content::new);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().all().ofMaxLength(60).map(TextRules::replaceInvalid);
  }

  @Provide
  Arbitrary<Character> surrogates() {
    return Arbitraries.chars().range('\uD800', '\uDFFF');
  }

  private static String hash(String text) {
    return ContentHash.of(RawEvents.bare("message", "slack:T/C/1").setText(text).build()).hex();
  }

  /** What the rules say is the content: empty strings in a list stay, the list is a set. */
  private static List<Object> canonical(Content content) {
    var labels = new ArrayList<>(content.labels());
    Collections.sort(labels);
    return List.of(content.title(), content.text(), content.number(), labels);
  }

  /** As an upstream might send it, its keys in any order. */
  private static ObjectNode json(Content content, Random random) {
    var fields = new ArrayList<Map.Entry<String, Object>>();
    fields.add(Map.entry("kind", "issue"));
    fields.add(Map.entry("entityKey", "github:github.com/issue/1/2"));
    fields.add(Map.entry("title", content.title()));
    fields.add(Map.entry("text", content.text()));
    fields.add(Map.entry("listAttributes", Map.of("labels", content.labels())));
    var attributes = new LinkedHashMap<String, Object>();
    var names = new ArrayList<>(List.of("milestone", "state"));
    Collections.shuffle(names, random);
    for (var name : names) {
      attributes.put(name, name.equals("state") ? "open" : (Object) content.number());
    }
    fields.add(Map.entry("attributes", attributes));
    Collections.shuffle(fields, random);
    var node = JSON.createObjectNode();
    fields.forEach(field -> node.set(field.getKey(), JSON.valueToTree(field.getValue())));
    return node;
  }

  /** The same JSON with other white space, and with characters written by number. */
  private static String escaped(ObjectNode node, Random random) throws JsonProcessingException {
    var written = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    var escaped = new StringBuilder();
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (c == '\\') {
        int end = i + (written.charAt(i + 1) == 'u' ? 6 : 2);
        escaped.append(written, i, end);
        i = end - 1;
      } else {
        boolean plain = c < 0x80 && !Character.isLetter(c);
        escaped.append(plain || random.nextBoolean() ? c + "" : "%s%04x".formatted("\\u", (int) c));
      }
    }
    return escaped.toString();
  }
}
