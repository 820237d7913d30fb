package io.alluvium.sinks.lucene;

import io.alluvium.sinks.lucene.QueryText.Clause;
import io.alluvium.sinks.lucene.QueryText.Form;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;

/** The query for one clause in one field. */
final class ClauseQuery {
  /** A phrase that ends in a prefix considers so many words with that prefix. */
  private static final int MOST_EXPANSIONS = 32;

  /** A longer phrase or path is looked for by its beginning. */
  private static final int MOST_PARTS = 64;

  private static final int NEAR_SLOP = 3;
  private static final int MOST_NEAR = 8;
  private static final float COMMIT_BOOST = 20;
  private static final float IDENTIFIER_BOOST = 4;
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{7,40}");

  private final IndexReader reader;

  ClauseQuery(IndexReader reader) {
    this.reader = reader;
  }

  /** False for a clause of nothing but punctuation. */
  static boolean hasTerms(Clause clause) {
    return !IdentifierAnalyzer.PARTS.terms(clause.text()).isEmpty();
  }

  /** How many terms {@link #in} may make of a clause: Lucene bounds their sum. */
  static int cost(Clause clause) {
    int parts = parts(IdentifierAnalyzer.PARTS, clause.text()).size();
    return clause.form() == Form.PREFIX && parts > 1 ? parts + MOST_EXPANSIONS : parts + 1;
  }

  /** Finds a clause in a field. */
  Query in(String field, Clause clause) {
    return switch (clause.form()) {
      case WORD -> word(field, clause.text());
      case PHRASE -> phrase(field, parts(IdentifierAnalyzer.PARTS, clause.text()), 0);
      case PREFIX -> prefix(field, clause.text());
    };
  }

  /** Finds these terms close to each other, in this order. */
  static Query near(String field, List<String> terms) {
    return phrase(field, terms.subList(0, Math.min(MOST_NEAR, terms.size())), NEAR_SLOP);
  }

  /** Finds what is called so as a whole. */
  static Optional<Query> identifier(Clause clause) {
    if (clause.form() != Form.WORD) {
      return Optional.empty();
    }
    var either = new BooleanQuery.Builder();
    var name = Identifiers.normal(clause.text());
    either.add(new TermQuery(new Term(EventDocument.IDENTIFIER, name)), Occur.SHOULD);
    either.add(new TermQuery(new Term(EventDocument.ENTITY_KEY, clause.text())), Occur.SHOULD);
    return Optional.of(new BoostQuery(new ConstantScoreQuery(either.build()), IDENTIFIER_BOOST));
  }

  /** Finds a commit by the beginning of its SHA. */
  static Optional<Query> commit(Clause clause) {
    var sha = clause.text().toLowerCase(Locale.ROOT);
    if (clause.form() == Form.PHRASE || !SHA.matcher(sha).matches()) {
      return Optional.empty();
    }
    var prefix = new PrefixQuery(new Term(EventDocument.ENTITY_KEY, "commit:" + sha));
    return Optional.of(new BoostQuery(new ConstantScoreQuery(prefix), COMMIT_BOOST));
  }

  private static Query word(String field, String text) {
    var parts = phrase(field, parts(IdentifierAnalyzer.PARTS, text), 0);
    var whole = IdentifierAnalyzer.WHOLE.terms(text);
    if (parts instanceof TermQuery || whole.size() != 1) {
      return parts;
    }
    return new DisjunctionMaxQuery(
        List.of(parts, new TermQuery(new Term(field, whole.getFirst()))), 0);
  }

  private static Query phrase(String field, List<String> terms, int slop) {
    return terms.size() == 1
        ? new TermQuery(new Term(field, terms.getFirst()))
        : new PhraseQuery(slop, field, terms.toArray(String[]::new));
  }

  private static List<String> parts(IdentifierAnalyzer analyzer, String text) {
    var terms = analyzer.terms(text);
    return terms.subList(0, Math.min(MOST_PARTS, terms.size()));
  }

  private Query prefix(String field, String text) {
    var beginning = parts(IdentifierAnalyzer.PREFIX_PARTS, text);
    var whole = IdentifierAnalyzer.PREFIX_WHOLE.terms(text);
    if (beginning.size() == 1) {
      return new PrefixQuery(new Term(field, beginning.getFirst()));
    }
    var parts = partsWithPrefix(field, parts(IdentifierAnalyzer.PARTS, text), beginning.getLast());
    if (whole.size() != 1) {
      return parts;
    }
    return new DisjunctionMaxQuery(
        List.of(parts, new PrefixQuery(new Term(field, whole.getFirst()))), 0);
  }

  private Query partsWithPrefix(String field, List<String> terms, String last) {
    var expansions = expand(field, last);
    if (expansions.length == 0) {
      return new MatchNoDocsQuery("No word begins with " + last);
    }
    var phrase = new MultiPhraseQuery.Builder();
    terms.subList(0, terms.size() - 1).forEach(term -> phrase.add(new Term(field, term)));
    return phrase.add(expansions).build();
  }

  private Term[] expand(String field, String prefix) {
    var found = new TreeSet<Term>();
    var wanted = new BytesRef(prefix);
    try {
      for (var leaf : reader.leaves()) {
        var terms = leaf.reader().terms(field);
        if (terms != null) {
          expand(field, terms, wanted, found);
        }
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(
          "Words beginning with '" + prefix + "' could not be read", failure);
    }
    return found.stream().limit(MOST_EXPANSIONS).toArray(Term[]::new);
  }

  private static void expand(String field, Terms terms, BytesRef prefix, Set<Term> found)
      throws IOException {
    var each = terms.iterator();
    if (each.seekCeil(prefix) == TermsEnum.SeekStatus.END) {
      return;
    }
    for (int count = 0; count < MOST_EXPANSIONS; count++) {
      var term = each.term();
      if (!StringHelper.startsWith(term, prefix)) {
        return;
      }
      found.add(new Term(field, BytesRef.deepCopyOf(term)));
      if (each.next() == null) {
        return;
      }
    }
  }
}
