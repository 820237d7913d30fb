package io.alluvium.simulators.github;

import io.alluvium.simulators.github.state.Account;
import io.alluvium.simulators.github.state.Repository;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token may do.
 *
 * @param name what limits and logs call it; never the token
 * @param kind kind of token
 * @param account whom it acts for; null for nobody
 * @param scopes scopes of a classic token, such as {@code repo}
 * @param permissions what a fine-grained or an installation token may read, such as {@code issues};
 *     null for everything
 * @param repositories ids of the repositories it was given; null for all
 */
public record Credential(
    String name,
    Kind kind,
    @Nullable Account account,
    Set<String> scopes,
    @Nullable Set<String> permissions,
    @Nullable Set<Long> repositories) {
  /** Kinds of tokens. */
  public enum Kind {
    /** No token at all: sees what is public. */
    ANONYMOUS,
    /** A personal access token with scopes. */
    CLASSIC,
    /** A personal access token with permissions. */
    FINE_GRAINED,
    /** The hour-long token of an installed GitHub App. */
    INSTALLATION,
    /** The JSON web token of a GitHub App: good for its installations only. */
    APP
  }

  /** Nobody. */
  public static final Credential NOBODY =
      new Credential("", Kind.ANONYMOUS, null, Set.of(), null, null);

  /** A classic token. */
  public static Credential classic(Account account, String... scopes) {
    return new Credential(
        "classic:" + account.login(), Kind.CLASSIC, account, Set.of(scopes), null, null);
  }

  /** A fine-grained token for all repositories of its account and everything public. */
  public static Credential fineGrained(Account account, String... permissions) {
    return new Credential(
        "fine-grained:" + account.login(),
        Kind.FINE_GRAINED,
        account,
        Set.of(),
        Set.of(permissions),
        null);
  }

  /** The same for these repositories only. */
  public Credential onlyFor(Repository... granted) {
    var ids = Set.of(granted).stream().map(Repository::id).collect(Collectors.toUnmodifiableSet());
    return new Credential(name, kind, account, scopes, permissions, ids);
  }

  /** The same under another name: limits are counted apart. */
  public Credential named(String other) {
    return new Credential(other, kind, account, scopes, permissions, repositories);
  }

  /** Whom it acts for. */
  public Optional<Account> actor() {
    return Optional.ofNullable(account);
  }

  /** The JSON web token of an app. */
  public static Credential app(long id) {
    return new Credential("app:" + id, Kind.APP, null, Set.of(), Set.of(), Set.of());
  }

  /** Whether the repository exists for it: upstream answers 404 for what it may not see. */
  public boolean sees(Repository repository) {
    return !repository.isPrivate() || isGranted(repository);
  }

  /** Whether it was let into the repository, as opposed to seeing what everybody sees. */
  public boolean isGranted(Repository repository) {
    boolean selected = repositories == null || repositories.contains(repository.id());
    return switch (kind) {
      case ANONYMOUS, APP -> false;
      case CLASSIC -> selected && scopes.contains("repo");
      case FINE_GRAINED -> selected;
      case INSTALLATION -> selected && repository.owner() == account;
    };
  }

  /** Whether it may read this part of a repository that it sees. */
  public boolean may(String permission) {
    return permissions == null || permissions.contains(permission) || permission.equals("metadata");
  }
}
