package io.alluvium.app.cli;

import java.util.ArrayList;
import java.util.List;

/** Cells in columns as wide as their widest cell. Numbers stand right, words left. */
final class Table {
  private static final String GAP = "  ";

  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> headings) {
    rows.add(List.copyOf(headings));
  }

  void row(List<String> cells) {
    if (cells.size() != rows.getFirst().size()) {
      throw new IllegalArgumentException(
          "Row must have " + rows.getFirst().size() + " cells, has " + cells.size());
    }
    rows.add(List.copyOf(cells));
  }

  /** The headings and then each row, as lines. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    for (var row : rows) {
      var line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private String padded(String cell, int column) {
    var padding = " ".repeat(width(column) - cell.length());
    return isNumeric(column) ? padding + cell : cell + padding;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.stream().skip(1).allMatch(row -> row.get(column).matches("[0-9]+|-"));
  }
}
