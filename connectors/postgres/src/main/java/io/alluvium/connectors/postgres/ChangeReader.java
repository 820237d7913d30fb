package io.alluvium.connectors.postgres;

import io.alluvium.connectors.Backfill;
import io.alluvium.connectors.Page;
import io.alluvium.connectors.PermanentFaultException;
import io.alluvium.connectors.ReaderContext;
import io.alluvium.connectors.SourceReader;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the tables of one source: their rows, then the log, with one position for all of them. What
 * can take long is begun in a thread of its own; whatever fails is begun again from the position.
 */
final class ChangeReader implements SourceReader<LsnPosition> {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeReader.class);
  private static final long WAIT_MS = 50;

  private final PostgresSourceConfig config;
  private final Progress progress;
  private final SlotFigures figures = new SlotFigures();
  private LsnPosition at = LsnPosition.BEGIN;
  private @Nullable Session session;
  private @Nullable FutureTask<Opening.Opened> opened;
  private volatile @Nullable Opening opening;
  private volatile boolean stopping;

  ChangeReader(PostgresSourceConfig config, ReaderContext context) {
    this.config = config;
    var rows = new KnownRows(context, scope(), config.tables(), config.knownRows());
    this.progress = new Progress(context, config.tables(), rows);
  }

  @Override
  public String scope() {
    return config.database();
  }

  @Override
  public Set<String> scopes() {
    var scopes = new LinkedHashSet<String>();
    config.tables().forEach(table -> scopes.add(table.toString()));
    return scopes;
  }

  @Override
  public String axis() {
    return Progress.AXIS;
  }

  @Override
  public boolean statesDeletions() {
    return true;
  }

  @Override
  public Map<String, LongSupplier> gauges() {
    return figures.gauges();
  }

  @Override
  public Backfill backfill() {
    return Backfill.UNKNOWN;
  }

  @Override
  public LsnPosition begin() {
    return LsnPosition.BEGIN;
  }

  @Override
  public LsnPosition resume(Map<String, String> offset) {
    return LsnPosition.of(offset);
  }

  @Override
  public Page<LsnPosition> readAfter(LsnPosition position, int limit) throws IOException {
    if (!position.equals(at)) {
      close();
      at = position;
    }
    try {
      return session == null ? open() : read(session, limit);
    } catch (SQLException e) {
      close();
      throw Faults.of(config, e);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Page<LsnPosition> read(Session reading, int limit) throws IOException, SQLException {
    var found = reading.read(limit);
    at = reading.position();
    if (reading.hasEnded()) {
      reading.close();
      session = null;
    }
    return new Page<>(found, at);
  }

  private Page<LsnPosition> open() throws IOException, SQLException {
    if (stopping) {
      return new Page<>(List.of(), at);
    }
    var under = opened == null ? beginOpening() : opened;
    try {
      var done = under.get(WAIT_MS, TimeUnit.MILLISECONDS);
      opened = null;
      session = done.session();
      at = session.position();
      return new Page<>(done.readings(), at, true);
    } catch (TimeoutException e) {
      return new Page<>(List.of(), at);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Page<>(List.of(), at);
    } catch (ExecutionException e) {
      opened = null;
      throw failure(e.getCause());
    }
  }

  private FutureTask<Opening.Opened> beginOpening() {
    var next = new Opening(config, progress, figures, at);
    var task = new FutureTask<>(next);
    opening = next;
    opened = task;
    var thread = new Thread(task, "postgres-open");
    thread.setDaemon(true);
    // Debezium finds its parts by it; in a worker they are in the plugin's own.
    thread.setContextClassLoader(ChangeReader.class.getClassLoader());
    thread.start();
    return task;
  }

  private IOException failure(@Nullable Throwable cause) throws SQLException {
    if (cause instanceof PermanentFaultException permanent) {
      throw permanent;
    }
    if (cause instanceof Error error) {
      throw error;
    }
    if (cause instanceof SQLException sql) {
      throw sql;
    }
    LOG.debug("{}: reading could not begin", config.source(), cause);
    return new IOException(cause == null ? "failed" : ChangeFeed.rootMessage(cause), cause);
  }

  @Override
  public void cancel() {
    stopping = true;
    var under = opening;
    if (under != null && session == null) {
      under.abort();
    }
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
    if (opened != null && opening != null) {
      opening.abort();
      opened = null;
    }
  }
}
