package io.alluvium.connectors;

/**
 * One thing that keeps a source from working, found before it starts.
 *
 * @param setting configuration key it is about
 * @param problem what is wrong, with the value
 * @param remedy what to do about it
 */
public record Finding(String setting, String problem, String remedy) {
  /** Problem and remedy in one line. */
  public String message() {
    return problem + ". " + remedy;
  }
}
