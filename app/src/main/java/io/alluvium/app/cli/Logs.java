package io.alluvium.app.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Where log lines go: nowhere, unless a node runs (its data directory) or somebody asked for them
 * (standard error). What a user must know is said by the command itself.
 */
final class Logs {
  /** Log of a node, below its data directory. */
  static final Path FILE = Path.of("logs", "alluvium.log");

  private static final String VARIABLE = "ALLUVIUM_LOG";
  private static final String PATTERN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{25} %msg%n";
  private static final FileSize LARGEST = new FileSize(10L << 20);
  private static final int OLD_FILES = 5;

  /** Libraries that are chatty at info about what is only their own business. */
  private static final List<String> CHATTY =
      List.of(
          "org.apache.kafka",
          "kafka",
          "org.reflections",
          "org.eclipse.jetty",
          "io.debezium",
          "org.glassfish",
          "io.javalin",
          "state.change.logger");

  private Logs() {}

  /** Logs to standard error if {@code ALLUVIUM_LOG} names a level. */
  static void asAsked(Map<String, String> environment) {
    var level = environment.getOrDefault(VARIABLE, "");
    if (!level.isEmpty()) {
      var appender = new ConsoleAppender<ILoggingEvent>();
      appender.setTarget("System.err");
      root().setLevel(Level.toLevel(level, Level.INFO));
      start(appender);
    }
  }

  /** Logs of a node, kept in at most six files of 10 MiB. */
  static void toFile(Path dataDir) {
    var file = dataDir.resolve(FILE).toString();
    var appender = new RollingFileAppender<ILoggingEvent>();
    appender.setFile(file);
    var context = root().getLoggerContext();
    var trigger = new SizeBasedTriggeringPolicy<ILoggingEvent>();
    trigger.setMaxFileSize(LARGEST);
    trigger.setContext(context);
    trigger.start();
    var rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(file + ".%i");
    rolling.setMaxIndex(OLD_FILES);
    rolling.start();
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(trigger);
    CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    start(appender);
  }

  private static void start(OutputStreamAppender<ILoggingEvent> appender) {
    LoggerContext context = root().getLoggerContext();
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(PATTERN);
    encoder.start();
    appender.setContext(context);
    appender.setEncoder(encoder);
    appender.start();
    root().addAppender(appender);
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }

  private static Logger root() {
    return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }
}
