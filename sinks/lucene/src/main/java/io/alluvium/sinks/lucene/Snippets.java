package io.alluvium.sinks.lucene;

import io.alluvium.sinks.search.Mark;
import io.alluvium.sinks.search.Marked;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;

/**
 * Cuts the stretch of a text that answers best. Begins and ends at lines where it can, else between
 * words, so that code stays readable.
 */
final class Snippets {
  /** UTF-16 code units in a snippet, at most, its ellipses apart. */
  static final int LONGEST = 240;

  /** So far back to the beginning of the line that holds the first match. */
  private static final int LEAD = 80;

  /** So far to the next gap between words. */
  private static final int WORD = 24;

  private static final String ELLIPSIS = "…";

  private Snippets() {}

  /**
   * A place that matched.
   *
   * @param start first code unit
   * @param end code unit after the last
   * @param what which part of the question matched here; equal for equal parts
   */
  record Place(int start, int end, Object what) {}

  /** The whole text, marked: for titles. */
  static Marked whole(String text, List<Place> places) {
    return new Marked(printable(text), marks(places, 0, text.length(), 0));
  }

  /**
   * The best stretch of a text, or, when nothing in it matched, the one that begins at a place.
   *
   * @param otherwise that place, such as the beginning of a passage; 0 for that of the text
   */
  static Marked best(String text, List<Place> places, int otherwise) {
    int first = places.isEmpty() ? visibleFrom(text, otherwise) : densest(places);
    int start = places.isEmpty() ? first : start(text, first);
    int end = end(text, start);
    var lead = start > visibleFrom(text, 0) ? ELLIPSIS : "";
    var tail = end < lastVisible(text) ? ELLIPSIS : "";
    var marks = marks(places, start, end, lead.length());
    return new Marked(lead + printable(text.substring(start, end)) + tail, marks);
  }

  /** Start of the window with most different parts of the question, then most places. */
  private static int densest(List<Place> places) {
    var inside = new HashMap<Object, Integer>();
    int best = 0;
    int bestWorth = -1;
    int last = 0;
    int room = LONGEST - LEAD;
    for (int first = 0; first < places.size(); first++) {
      while (last < places.size() && fits(places, first, last, room)) {
        inside.merge(places.get(last++).what(), 1, Integer::sum);
      }
      int worth = inside.size() * 1_000 + Math.min(999, last - first);
      if (worth > bestWorth) {
        bestWorth = worth;
        best = first;
      }
      inside.computeIfPresent(
          places.get(first).what(), (what, count) -> count > 1 ? count - 1 : null);
    }
    return places.get(best).start();
  }

  private static boolean fits(List<Place> places, int first, int last, int room) {
    return last == first || places.get(last).end() - places.get(first).start() <= room;
  }

  private static int start(String text, int match) {
    int earliest = Math.max(visibleFrom(text, 0), match - LEAD);
    int line = text.lastIndexOf('\n', Math.max(0, match - 1)) + 1;
    if (line >= earliest && line <= match) {
      return skipBlank(text, line, match);
    }
    int at = Math.max(earliest, match - LEAD / 2);
    for (int i = at; i < Math.min(match, at + WORD); i++) {
      if (Character.isWhitespace(text.charAt(i))) {
        return skipBlank(text, i, match);
      }
    }
    return onCharacter(text, at);
  }

  private static int end(String text, int start) {
    int end = Math.min(lastVisible(text), start + LONGEST);
    if (end >= lastVisible(text)) {
      return Math.max(start, end);
    }
    int line = text.lastIndexOf('\n', end);
    if (line > start + LONGEST * 3 / 4) {
      return line;
    }
    for (int i = end; i > end - WORD; i--) {
      if (Character.isWhitespace(text.charAt(i))) {
        return i;
      }
    }
    return onCharacter(text, end);
  }

  private static List<Mark> marks(List<Place> places, int start, int end, int shift) {
    var marks = new ArrayList<Mark>();
    for (var place : places) {
      int from = Math.max(place.start(), start) - start + shift;
      int to = Math.min(place.end(), end) - start + shift;
      if (from >= to) {
        continue;
      }
      if (!marks.isEmpty() && from <= marks.getLast().end()) {
        var before = marks.removeLast();
        marks.add(new Mark(before.start(), Math.max(before.end(), to)));
      } else {
        marks.add(new Mark(from, to));
      }
    }
    return marks;
  }

  private static int visibleFrom(String text, int from) {
    return skipBlank(text, from, text.length());
  }

  private static int skipBlank(String text, int from, int to) {
    int at = from;
    while (at < to && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int lastVisible(String text) {
    int at = text.length();
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int onCharacter(String text, int at) {
    boolean inPair =
        at > 0
            && at < text.length()
            && Character.isLowSurrogate(text.charAt(at))
            && Character.isHighSurrogate(text.charAt(at - 1));
    return inPair ? at - 1 : at;
  }

  /** One for one, so that marks stay where they are: escape sequences must not reach a terminal. */
  private static String printable(String text) {
    StringBuilder changed = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isISOControl(c) && c != '\n') {
        changed = changed == null ? new StringBuilder(text) : changed;
        changed.setCharAt(i, ' ');
      }
    }
    return changed == null ? text : changed.toString();
  }
}
