package io.alluvium.app.it;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Listens, while it is open, for words that nothing which runs sources may say in a log. */
final class Overheard implements AutoCloseable {
  private static final List<String> TALKERS =
      List.of("io.alluvium", "io.debezium", "org.apache.kafka.connect", "org.eclipse.jgit");

  private final Ear ear;

  private Overheard(Ear ear) {
    this.ear = ear;
    ear.start();
    for (var name : TALKERS) {
      logger(name).setLevel(Level.DEBUG);
      logger(name).setAdditive(false);
      logger(name).addAppender(ear);
    }
  }

  static Overheard words(List<String> words) {
    return new Overheard(new Ear(words));
  }

  /** Lines that hold one of the words. */
  List<String> said() {
    return List.copyOf(ear.said);
  }

  /** How many lines were heard. */
  long lines() {
    return ear.lines;
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  @Override
  public void close() {
    for (var name : TALKERS) {
      logger(name).detachAppender(ear);
      logger(name).setAdditive(true);
      logger(name).setLevel(null);
    }
  }

  private static final class Ear extends AppenderBase<ILoggingEvent> {
    private final List<String> words;
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private volatile long lines;

    private Ear(List<String> words) {
      this.words = words;
    }

    @Override
    protected void append(ILoggingEvent line) {
      lines++;
      var text = line.getLoggerName() + " " + line.getFormattedMessage();
      for (var cause = line.getThrowableProxy(); cause != null; cause = cause.getCause()) {
        text += " " + message(cause);
      }
      var all = text;
      words.stream().filter(all::contains).forEach(word -> said.add(all));
    }

    private static String message(IThrowableProxy cause) {
      return cause.getClassName() + ": " + cause.getMessage();
    }
  }
}
