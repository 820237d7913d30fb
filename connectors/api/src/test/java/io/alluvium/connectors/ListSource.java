package io.alluvium.connectors;

import io.alluvium.schemas.RawEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The smallest source there is: the lines of a list, in order. Its upstream can be told to fail.
 */
final class ListSource implements SourceType<ListSource.Settings> {
  final List<String> lines = new ArrayList<>();
  final Deque<Exception> faults = new ArrayDeque<>();
  final Deque<String> beginnings = new ArrayDeque<>();
  boolean knowsItsLines;

  static final class Settings extends SourceConfig {
    Settings(ConfigDef definition, Map<String, String> settings) {
      super(definition, settings);
    }
  }

  record Line(int number) implements Position {
    @Override
    public Map<String, String> toOffset() {
      return Map.of("line", Integer.toString(number));
    }
  }

  final class Task extends ReaderSourceTask {
    Task() {
      super(ListSource.this);
    }
  }

  Task task() {
    return new Task();
  }

  @Override
  public String name() {
    return "list";
  }

  @Override
  public ConfigDef definition() {
    return SourceConfig.definition();
  }

  @Override
  public Settings configure(Map<String, String> settings) {
    return new Settings(definition(), settings);
  }

  @Override
  public List<Finding> validate(Settings config) {
    return List.of();
  }

  @Override
  public List<SourceReader<?>> open(Settings config, ReaderContext context) {
    if (knowsItsLines) {
      context.known("the list", "line", id -> Integer.parseInt(id) / 100);
    }
    return List.of(new Reader());
  }

  private final class Reader implements SourceReader<Line> {
    private int ended = -1;

    @Override
    public String scope() {
      return "the list";
    }

    @Override
    public String axis() {
      return "line";
    }

    @Override
    public Line begin() {
      return new Line(0);
    }

    @Override
    public Line resume(Map<String, String> offset) {
      return new Line(Integer.parseInt(offset.get("line")));
    }

    @Override
    public Page<Line> readAfter(Line position, int limit) throws IOException {
      throwFault();
      var readings = new ArrayList<Reading<Line>>();
      var at = position;
      while (readings.size() < limit && at.number() < lines.size()) {
        at = new Line(at.number() + 1);
        readings.add(new Reading.Observed<>(event(at), known(at), at));
      }
      if (readings.isEmpty() && ended < at.number()) {
        readings.add(end(at));
        ended = at.number();
      }
      return new Page<>(readings, at);
    }

    private void throwFault() throws IOException {
      var fault = faults.poll();
      if (fault instanceof IOException passing) {
        throw passing;
      }
      if (fault != null) {
        throw (RuntimeException) fault;
      }
    }

    private Optional<KnownChange> known(Line at) {
      var id = Integer.toString(at.number());
      return knowsItsLines ? Optional.of(KnownChange.exists(id, "")) : Optional.empty();
    }

    private RawEvent.Builder event(Line at) {
      return RawEvent.newBuilder()
          .setKind("message")
          .setEntityKey("slack:T/list/" + at.number())
          .setOccurredAt(Instant.EPOCH)
          .setTitle("line " + at.number())
          .setText(lines.get(at.number() - 1))
          .setAttributes(Map.of("note", lines.get(at.number() - 1)));
    }

    private Reading<Line> end(Line at) {
      var told = beginnings.poll();
      var from = told != null ? told : ended < 0 ? "" : Integer.toString(ended);
      return new Reading.StretchEnd<>(
          from,
          Integer.toString(at.number()),
          Instant.now(),
          Set.of("creations", "deletions"),
          Map.of("seen", Integer.toString(at.number())),
          at);
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }
}
