package io.alluvium.topology.enrich;

import static io.alluvium.topology.enrich.Texts.by;
import static io.alluvium.topology.enrich.Texts.derive;
import static io.alluvium.topology.enrich.Texts.event;
import static io.alluvium.topology.enrich.Texts.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.alluvium.models.Encoder;
import io.alluvium.schemas.Event;
import io.alluvium.schemas.Passage;
import io.alluvium.schemas.Vectors;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PassageEnrichmentTest {
  private static final Encoder ENCODER = Encoder.shared();

  @Test
  void takesAShortTextForOnePassage() {
    var text = "We deploy at noon.";
    assertThat(passages(message(text)))
        .singleElement()
        .satisfies(p -> assertThat(p.getStart()).isZero())
        .satisfies(p -> assertThat(p.getEnd()).isEqualTo(text.length()))
        .satisfies(p -> assertThat(vector(p)).isEqualTo(ENCODER.passage(text)));
  }

  @Test
  void namesActorAndTitleInWhatTheVectorIsMadeOf() {
    assertThat(passages(by("Jane Doe", event("issue", "Deploys", "We deploy at noon."))))
        .singleElement()
        .satisfies(p ->
            assertThat(vector(p))
                .isEqualTo(ENCODER.passage("Jane Doe: Deploys\nWe deploy at noon.")));
  }

  @Test
  void namesATitleOnceThatTheTextBeginsWith() {
    var commit = event("commit", "Fix it", "Fix it\n\nIt was broken.\n\nM  a.txt  +1 -1\n");
    assertThat(passages(commit))
        .singleElement()
        .satisfies(
            p -> assertThat(vector(p)).isEqualTo(ENCODER.passage("Fix it\n\nIt was broken.")));
  }

  @Test
  void readsATitleAloneButNoFileWithoutText() {
    assertThat(passages(event("issue", "Login fails on Safari", null)))
        .singleElement()
        .satisfies(p -> assertThat(p.getEnd()).isZero())
        .satisfies(p -> assertThat(vector(p)).isEqualTo(ENCODER.passage("Login fails on Safari")));
    assertThat(passages(event("file", "image.png", null))).isEmpty();
    assertThat(passages(message("\0 \n"))).isEmpty();
  }

  @Test
  void cutsALongTextAfterSentences() {
    var text = sentences(60);
    var passages = spans(text);
    assertThat(passages).hasSizeBetween(5, 12).allMatch(p -> p.endsWith("."));
    assertThat(String.join(" ", passages)).isEqualTo(text);
    assertThat(passages).allMatch(p -> tokens(p) <= PassageSplitter.PASSAGE);
  }

  @Test
  void cutsAtLinesOrWordsWhereThereIsNoSentence() {
    var code = "int value = compute(a, b, c) + offset\n".repeat(60).strip();
    assertThat(spans(code)).hasSizeGreaterThan(2).allMatch(p -> p.endsWith("offset"));
    assertThat(spans("word ".repeat(500).strip())).hasSize(4).allMatch(p -> p.endsWith("word"));
  }

  @Test
  void neverCutsACharacter() {
    var text = "🚀".repeat(200) + " and " + "好".repeat(500) + "\uD83D";
    assertThat(spans(text)).allMatch(p -> p.codePoints().noneMatch(PassageEnrichmentTest::isHalf));
  }

  @Test
  void cutsAt200TokensAndNotBefore() {
    assertThat(spans("word ".repeat(200))).hasSize(1);
    assertThat(spans("word ".repeat(201))).hasSize(2);
  }

  @Test
  void keepsSixtyFourPassagesOfHalfAMebibyte() {
    for (var text :
        List.of(
            "word ".repeat(100_000), "x".repeat(1 << 19), "好".repeat(1 << 18), sentences(9_000))) {
      assertThat(spans(text)).hasSizeLessThanOrEqualTo(PassageSplitter.MOST);
    }
  }

  @Test
  void namesItsModel() {
    assertThat(derive(new PassageEnrichment(), message("Hello")).getModels())
        .containsEntry("passages", Encoder.MODEL);
  }

  private static List<Passage> passages(Event event) {
    return derive(new PassageEnrichment(), event).getPassages();
  }

  private static float[] vector(Passage passage) {
    return Vectors.array(passage.getVector());
  }

  private static List<String> spans(String text) {
    return new PassageSplitter(ENCODER.tokenizer())
        .split(text).stream().map(span -> span.of(text)).toList();
  }

  private static int tokens(String text) {
    return ENCODER.tokenizer().tokens(text).count();
  }

  private static boolean isHalf(int codePoint) {
    return codePoint >= 0xD800 && codePoint < 0xE000;
  }

  private static String sentences(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "The reader of partition " + i + " keeps its position in the index.")
        .collect(Collectors.joining(" "));
  }
}
