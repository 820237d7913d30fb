package io.alluvium.connectors;

/**
 * One thing that keeps a source from working, found before it starts.
 *
 * @param setting configuration key it is about
 * @param problem what is wrong, with the value
 * @param remedy what to do about it
 * @param mayPass whether it may pass by itself, such as a server that does not answer: it is told
 *     when settings are checked, and does not keep a source that was set up from starting
 */
public record Finding(String setting, String problem, String remedy, boolean mayPass) {
  /** One that does not pass by itself. */
  public Finding(String setting, String problem, String remedy) {
    this(setting, problem, remedy, false);
  }

  /** Problem and remedy in one line. */
  public String message() {
    return problem + ". " + remedy;
  }
}
