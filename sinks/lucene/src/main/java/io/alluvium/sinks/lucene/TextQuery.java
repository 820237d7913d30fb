package io.alluvium.sinks.lucene;

import io.alluvium.sinks.lucene.QueryText.Clause;
import io.alluvium.sinks.lucene.QueryText.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * The Lucene queries for what a person typed: one to find and rank, one to mark what matched.
 *
 * <p>Phrases must match; of words at least one. Whatever has all words ranks before whatever has
 * not; within that, BM25 over title and text decides.
 */
final class TextQuery {
  private static final float TITLE_BOOST = 3;
  private static final float TEXT_BOOST = 1;

  /** Words that stand near each other, in this order, say more. */
  private static final float NEAR_BOOST = 0.5f;

  private static final int MOST_PARTS = 32;

  /** Each term stands in two fields, for any word and for all: a quarter of Lucene's 1,024. */
  private static final int MOST_TERMS = 200;

  private final List<Clause> words;
  private final List<Clause> phrases;
  private final List<Clause> negated;
  private final boolean asked;
  private final ClauseQuery clauses;
  private final float allWordsBoost;

  /**
   * @param typed what a person typed
   * @param documents how many there are, to weigh "all words" against any score of some
   */
  TextQuery(String typed, ClauseQuery clauses, int documents) {
    this.clauses = clauses;
    this.allWordsBoost = (TITLE_BOOST + TEXT_BOOST) * (float) Math.log(2.0 + documents);
    var parsed = affordable(QueryText.parse(typed).clauses());
    this.asked = !typed.isBlank();
    this.negated = parsed.stream().filter(Clause::negated).toList();
    this.phrases = parsed.stream().filter(c -> !c.negated() && c.form() == Form.PHRASE).toList();
    var all = parsed.stream().filter(c -> !c.negated() && c.form() != Form.PHRASE).toList();
    var telling = all.stream().filter(c -> !StopWords.contains(lower(c))).toList();
    this.words = telling.isEmpty() && phrases.isEmpty() ? all : telling;
  }

  /** The first clauses that together stay within what Lucene takes; a person types far less. */
  private static List<Clause> affordable(List<Clause> typed) {
    var affordable = new ArrayList<Clause>();
    int cost = 0;
    for (var clause : typed) {
      if (!ClauseQuery.hasTerms(clause)) {
        continue;
      }
      cost += ClauseQuery.cost(clause);
      if (cost > MOST_TERMS) {
        break;
      }
      affordable.add(clause);
    }
    return affordable;
  }

  /** True when nothing is looked for, so that the newest come first. */
  boolean ranksByTime() {
    return words.isEmpty() && phrases.isEmpty() && (!asked || !negated.isEmpty());
  }

  /** Adds what must match, what counts, and what must not. */
  void addTo(BooleanQuery.Builder query) {
    addExclusionsTo(query);
    phrases.forEach(clause -> query.add(everywhere(clause), Occur.MUST));
    if (words.isEmpty() && phrases.isEmpty() && !ranksByTime()) {
      query.add(new MatchNoDocsQuery("Nothing in the question can be looked for"), Occur.MUST);
    }
    if (!words.isEmpty()) {
      query.add(anyWord(), phrases.isEmpty() ? Occur.MUST : Occur.SHOULD);
    }
    if (words.size() > 1) {
      query.add(new BoostQuery(allWords(), allWordsBoost * (words.size() - 1)), Occur.SHOULD);
      near().forEach(nearby -> query.add(nearby, Occur.SHOULD));
    }
  }

  /** Adds what must not match, for a question by meaning too. */
  void addExclusionsTo(BooleanQuery.Builder query) {
    negated.forEach(clause -> query.add(everywhere(clause), Occur.MUST_NOT));
  }

  /** Matches every place in a field that should be marked. */
  Query marks(String field) {
    var marks = new BooleanQuery.Builder();
    for (var wanted : List.of(phrases, words)) {
      wanted.forEach(clause -> marks.add(clauses.in(field, clause), Occur.SHOULD));
    }
    return marks.build();
  }

  /**
   * Matches every place in a field where a part of something looked for stands: for a text in which
   * nothing stands as it was asked, because its title has it.
   */
  Query partMarks(String field) {
    var marks = new BooleanQuery.Builder();
    for (var wanted : List.of(phrases, words)) {
      wanted.stream()
          .flatMap(clause -> IdentifierAnalyzer.PARTS.terms(clause.text()).stream())
          .distinct()
          .limit(MOST_PARTS)
          .forEach(part -> marks.add(new TermQuery(new Term(field, part)), Occur.SHOULD));
    }
    return marks.build();
  }

  private Query anyWord() {
    var any = new BooleanQuery.Builder();
    words.forEach(clause -> any.add(everywhere(clause), Occur.SHOULD));
    return any.build();
  }

  private Query allWords() {
    var all = new BooleanQuery.Builder();
    words.forEach(clause -> all.add(everywhere(clause), Occur.FILTER));
    return new ConstantScoreQuery(all.build());
  }

  private List<Query> near() {
    var terms = new ArrayList<String>();
    words.stream()
        .filter(clause -> clause.form() == Form.WORD)
        .forEach(clause -> terms.addAll(IdentifierAnalyzer.PARTS.terms(clause.text())));
    if (terms.size() < 2) {
      return List.of();
    }
    return List.of(
        new BoostQuery(ClauseQuery.near(EventDocument.TITLE, terms), NEAR_BOOST * TITLE_BOOST),
        new BoostQuery(ClauseQuery.near(EventDocument.TEXT, terms), NEAR_BOOST * TEXT_BOOST));
  }

  private Query everywhere(Clause clause) {
    var either = new BooleanQuery.Builder();
    either.add(new BoostQuery(clauses.in(EventDocument.TITLE, clause), TITLE_BOOST), Occur.SHOULD);
    either.add(clauses.in(EventDocument.TEXT, clause), Occur.SHOULD);
    ClauseQuery.identifier(clause).ifPresent(name -> either.add(name, Occur.SHOULD));
    ClauseQuery.commit(clause).ifPresent(commit -> either.add(commit, Occur.SHOULD));
    return either.build();
  }

  private static String lower(Clause clause) {
    return clause.text().toLowerCase(Locale.ROOT);
  }
}
