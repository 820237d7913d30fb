package io.alluvium.simulators.github.state;

import io.alluvium.simulators.SimulatedClock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Everything that exists on the simulated GitHub. Every change is made here or in the rooms of a
 * {@link Repository}, and is visible to the next request. Thread-safe: one lock, this object.
 */
public final class GitHubState {
  private final SimulatedClock clock;
  private final long[] ids = new long[Kind.values().length];
  private Duration eventsDelay = Duration.ZERO;
  private final Map<String, Account> accounts = new LinkedHashMap<>();
  private final Map<Long, Repository> repositories = new LinkedHashMap<>();
  private final Map<String, Repository> names = new LinkedHashMap<>();

  /** An empty GitHub. */
  public GitHubState(SimulatedClock clock) {
    this.clock = clock;
    // As upstream: an id says nothing about another kind, and most kinds have passed a billion.
    ids[Kind.COMMENT.ordinal()] = 2_000_000_000L;
    ids[Kind.REVIEW_COMMENT.ordinal()] = 2_000_000_000L;
    ids[Kind.ISSUE.ordinal()] = 2_000_000_000L;
    ids[Kind.RUN.ordinal()] = 9_000_000_000L;
  }

  /** Runs a question or a change that must see one moment of the state. */
  public synchronized <T> T at(Supplier<T> question) {
    return question.get();
  }

  /** The clock that all times come from. */
  public SimulatedClock clock() {
    return clock;
  }

  /** How much later than other listings the events lists show what happened. */
  public synchronized Duration eventsDelay() {
    return eventsDelay;
  }

  /** Delays the events lists; upstream promises 30 seconds to 6 hours. */
  public synchronized void delayEvents(Duration delay) {
    eventsDelay = delay;
  }

  /** The user with this login, created on first use. */
  public synchronized Account user(String login) {
    return account(login, Account.Kind.USER);
  }

  /** The organisation with this login, created on first use. */
  public synchronized Account organization(String login) {
    return account(login, Account.Kind.ORGANIZATION);
  }

  /** The account with this login. */
  public synchronized Optional<Account> findAccount(String login) {
    return Optional.ofNullable(accounts.get(fold(login)));
  }

  /** All accounts, oldest first. */
  public synchronized List<Account> accounts() {
    return List.copyOf(accounts.values());
  }

  /** Gives an account another login. Its repositories answer under the old name by a redirect. */
  public synchronized void renameAccount(String login, String newLogin) {
    Account account =
        findAccount(login).orElseThrow(() -> new UnknownItemException("Account " + login));
    accounts.remove(fold(login));
    account.rename(newLogin);
    accounts.put(fold(newLogin), account);
    repositories.values().stream()
        .filter(repository -> repository.owner() == account)
        .forEach(repository -> names.put(fold(repository.fullName()), repository));
  }

  /** Deletes an account that owns no repository; what it wrote stays. */
  public synchronized void deleteAccount(String login) {
    Account account =
        findAccount(login).orElseThrow(() -> new UnknownItemException("Account " + login));
    accounts.remove(fold(login));
    account.delete();
  }

  /**
   * Creates a repository.
   *
   * @param owner login of a user or organisation; one that is unknown becomes an organisation
   * @param name its name
   */
  public synchronized Repository createRepository(String owner, String name) {
    Account account = findAccount(owner).orElseGet(() -> organization(owner));
    var repository = new Repository(this, nextId(Kind.REPOSITORY), account, name);
    repositories.put(repository.id(), repository);
    names.put(fold(repository.fullName()), repository);
    return repository;
  }

  /** The repository that has this {@code owner/name} now. */
  public synchronized Repository repository(String fullName) {
    return locate(fullName)
        .filter(repository -> repository.isNamed(fullName))
        .orElseThrow(() -> new UnknownItemException("Repository " + fullName));
  }

  /** The repository that has or once had this {@code owner/name}. */
  public synchronized Optional<Repository> locate(String fullName) {
    return Optional.ofNullable(names.get(fold(fullName)));
  }

  /** The repository with this id. */
  public synchronized Optional<Repository> repository(long id) {
    return Optional.ofNullable(repositories.get(id));
  }

  /** All repositories by id. */
  public synchronized List<Repository> repositories() {
    return List.copyOf(repositories.values());
  }

  /** Gives a repository another name; the old one answers by a redirect until it is taken. */
  public synchronized void renameRepository(String fullName, String newName) {
    Repository repository = repository(fullName);
    repository.moveTo(repository.owner(), newName);
    names.put(fold(repository.fullName()), repository);
  }

  /** Gives a repository to another owner; the old name answers by a redirect until it is taken. */
  public synchronized void transferRepository(String fullName, String newOwner) {
    Repository repository = repository(fullName);
    Account owner = findAccount(newOwner).orElseGet(() -> organization(newOwner));
    repository.moveTo(owner, repository.name());
    names.put(fold(repository.fullName()), repository);
  }

  /** Deletes a repository with all that is in it. */
  public synchronized void deleteRepository(String fullName) {
    Repository repository = repository(fullName);
    repositories.remove(repository.id());
    names.values().removeIf(found -> found == repository);
  }

  synchronized long nextId(Kind kind) {
    return ++ids[kind.ordinal()];
  }

  long now() {
    return clock.seconds();
  }

  private Account account(String login, Account.Kind kind) {
    return accounts.computeIfAbsent(
        fold(login), any -> new Account(nextId(Kind.ACCOUNT), kind, now(), login));
  }

  private static String fold(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
