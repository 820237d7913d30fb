package io.alluvium.simulators.github.state;

import org.jspecify.annotations.Nullable;

/** A user, bot or organisation. Its id stays when its login changes. */
public final class Account {
  /** What an account is. */
  public enum Kind {
    /** A person. */
    USER("User"),
    /** An organisation, which owns repositories. */
    ORGANIZATION("Organization"),
    /** A GitHub App acting. */
    BOT("Bot");

    private final String type;

    Kind(String type) {
      this.type = type;
    }

    /** As upstream's field {@code type} spells it. */
    public String type() {
      return type;
    }
  }

  private final long id;
  private final Kind kind;
  private final long createdAt;
  private String login;
  private boolean gone;
  private @Nullable String name;

  Account(long id, Kind kind, long createdAt, String login) {
    this.id = id;
    this.kind = kind;
    this.createdAt = createdAt;
    this.login = login;
  }

  /** Stable numeric id. */
  public long id() {
    return id;
  }

  /** What it is. */
  public Kind kind() {
    return kind;
  }

  /** When it was created, in seconds. */
  public long createdAt() {
    return createdAt;
  }

  /** Its present login. */
  public String login() {
    return login;
  }

  /** Its display name. */
  public @Nullable String name() {
    return name;
  }

  /** Whether it was deleted: what it wrote is then shown as the ghost's. */
  public boolean gone() {
    return gone;
  }

  void delete() {
    gone = true;
  }

  void rename(String newLogin) {
    login = newLogin;
  }
}
