package io.alluvium.simulators.github.state;

/** Something with an id that was created and last changed at some second since 1970. */
public abstract class Item {
  private final long id;
  private final long createdAt;
  private long updatedAt;

  Item(long id, long createdAt) {
    this.id = id;
    this.createdAt = createdAt;
    this.updatedAt = createdAt;
  }

  /** Upstream's numeric id, unique within its kind and not beyond. */
  public final long id() {
    return id;
  }

  /** When it was created, in seconds. */
  public final long createdAt() {
    return createdAt;
  }

  /** When it last changed, in seconds. */
  public final long updatedAt() {
    return updatedAt;
  }

  final void touch(long now) {
    updatedAt = Math.max(updatedAt, now);
  }
}
