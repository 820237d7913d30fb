package io.alluvium.app.cli;

/** How a piece of text stands out on a terminal. */
enum Style {
  BOLD("1"),
  DIM("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33"),
  CYAN("36"),
  MARK("1;33");

  private final String code;

  Style(String code) {
    this.code = code;
  }

  String around(String text) {
    return "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
