package io.alluvium.app.it;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;

/** A source that publishes nothing and fails as long as it is told to. */
public final class FailingConnector extends SourceConnector {
  static final AtomicBoolean BROKEN = new AtomicBoolean();
  static final AtomicInteger STARTS = new AtomicInteger();

  @Override
  public void start(Map<String, String> settings) {}

  @Override
  public Class<? extends Task> taskClass() {
    return FailingTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return List.of(Map.of());
  }

  @Override
  public void stop() {}

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> settings) {
    return ExactlyOnceSupport.SUPPORTED;
  }

  @Override
  public String version() {
    return "1";
  }

  /** Its one task. */
  public static final class FailingTask extends SourceTask {
    @Override
    public void start(Map<String, String> settings) {
      STARTS.incrementAndGet();
    }

    @Override
    public List<SourceRecord> poll() throws InterruptedException {
      if (BROKEN.get()) {
        throw new ConnectException("The moon is in the wrong phase");
      }
      Thread.sleep(50);
      return List.of();
    }

    @Override
    public void stop() {}

    @Override
    public String version() {
      return "1";
    }
  }
}
