package io.alluvium.connectors.git;

import java.io.IOException;

/** A repository elsewhere that is not there, or may not be read. */
public final class MirrorRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean gone;

  MirrorRefusedException(String path, boolean gone, Throwable cause) {
    super(path + (gone ? " is not there" : " may not be read"), cause);
    this.gone = gone;
  }

  /** Whether it is not there, as far as one may see. */
  public boolean isGone() {
    return gone;
  }
}
