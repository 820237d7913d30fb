package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** Local files of which one operation, counted over all, fails: before it happens or after. */
public final class FailingFileIO extends QuickFileIO {
  private static final long serialVersionUID = 1L;
  private static final AtomicInteger LEFT = new AtomicInteger(Integer.MAX_VALUE);
  private static volatile boolean after;
  private static volatile String message = "";
  private static volatile boolean halt;

  /**
   * Lets an operation fail.
   *
   * @param operation 1 for the next one
   * @param happens whether it happens all the same
   */
  static void failAt(int operation, boolean happens, String how) {
    after = happens;
    message = how;
    LEFT.set(operation);
  }

  /** As {@link #failAt}, but the process ends there as by kill -9. */
  static void haltAt(int operation, boolean happens) {
    halt = true;
    failAt(operation, happens, "");
  }

  /** Nothing fails any more; true if nothing has failed. */
  static boolean heal() {
    return LEFT.getAndSet(Integer.MAX_VALUE) > 0;
  }

  private static void doing(Runnable operation) {
    boolean failing = LEFT.decrementAndGet() == 0;
    if (!failing || after) {
      operation.run();
    }
    if (failing && halt) {
      Runtime.getRuntime().halt(137);
    }
    if (failing) {
      throw new UncheckedIOException(new IOException(message));
    }
  }

  @Override
  public InputFile newInputFile(String location) {
    doing(() -> {});
    return super.newInputFile(location);
  }

  @Override
  public void deleteFile(String location) {
    doing(() -> super.deleteFile(location));
  }

  @Override
  public OutputFile newOutputFile(String location) {
    var file = super.newOutputFile(location);
    return new OutputFile() {
      @Override
      public PositionOutputStream create() {
        doing(() -> {});
        return failing(file.create());
      }

      @Override
      public PositionOutputStream createOrOverwrite() {
        doing(() -> {});
        return failing(file.createOrOverwrite());
      }

      @Override
      public String location() {
        return file.location();
      }

      @Override
      public InputFile toInputFile() {
        return file.toInputFile();
      }
    };
  }

  private static PositionOutputStream failing(PositionOutputStream stream) {
    return new PositionOutputStream() {
      private boolean closed;

      @Override
      public long getPos() throws IOException {
        return stream.getPos();
      }

      @Override
      public void write(int one) throws IOException {
        stream.write(one);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        stream.write(bytes, offset, length);
      }

      @Override
      public void close() {
        if (closed) {
          return;
        }
        closed = true;
        doing(() -> {
          try {
            stream.close();
          } catch (IOException failure) {
            throw new UncheckedIOException(failure);
          }
        });
      }
    };
  }
}
