package io.alluvium.simulators.github.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A repository: its settings, and a room for each part of it. Its id stays when it is renamed or
 * transferred. Thread-safe.
 */
public final class Repository {
  private static final int HAPPENINGS = 300;

  /** What can be switched off, and what is then answered. */
  public enum Feature {
    /** Issues; without them their listings answer 410. */
    ISSUES,
    /** Pull requests; without them (a mirror) their listings answer 404. */
    PULLS,
    /** Actions; without them there are no runs. */
    ACTIONS
  }

  final GitHubState state;
  private final long id;
  private final long createdAt;
  private final Issues issues;
  private final Pulls pulls;
  private final Releases releases;
  private final Actions actions;
  private @Nullable GitData git;
  private final Map<String, Label> labels = new LinkedHashMap<>();
  private final List<Milestone> milestones = new ArrayList<>();
  private final Deque<Happening> happenings = new ArrayDeque<>();
  private final List<Feature> off = new ArrayList<>();
  private Account owner;
  private String name;
  private boolean isPrivate;
  private boolean archived;
  private boolean fork;
  private long changedAt;
  private long pushedAt;
  private int lastNumber;

  Repository(GitHubState state, long id, Account owner, String name) {
    this.state = state;
    this.id = id;
    this.owner = owner;
    this.name = name;
    this.createdAt = state.now();
    this.changedAt = createdAt;
    this.pushedAt = createdAt;
    this.issues = new Issues(this);
    this.pulls = new Pulls(this);
    this.releases = new Releases(this);
    this.actions = new Actions(this);
  }

  /** Stable numeric id. */
  public long id() {
    return id;
  }

  /** Its present owner. */
  public Account owner() {
    return owner;
  }

  /** Its present name. */
  public String name() {
    return name;
  }

  /** {@code owner/name}, as it is now. */
  public String fullName() {
    return owner.login() + "/" + name;
  }

  /** When it was created, in seconds. */
  public long createdAt() {
    return createdAt;
  }

  /** When its settings last changed, in seconds. */
  public long changedAt() {
    return changedAt;
  }

  /** Whether only those who were let in may see it. */
  public boolean isPrivate() {
    return isPrivate;
  }

  /** Shows or hides it. */
  public Repository makePrivate(boolean hidden) {
    synchronized (state) {
      isPrivate = hidden;
      return settingsChanged();
    }
  }

  /** Whether it is read-only. */
  public boolean archived() {
    return archived;
  }

  /** Makes it read-only, or no longer so. */
  public Repository archive(boolean readOnly) {
    synchronized (state) {
      archived = readOnly;
      return settingsChanged();
    }
  }

  /** Whether it was made from another one. */
  public boolean isFork() {
    return fork;
  }

  /** Makes it one that was made from another one, or no longer so. */
  public Repository makeFork(boolean copied) {
    synchronized (state) {
      fork = copied;
      return settingsChanged();
    }
  }

  /** Whether a feature is on; all are at first. */
  public boolean has(Feature feature) {
    synchronized (state) {
      return !off.contains(feature);
    }
  }

  /** Switches a feature off or on again. What it holds stays. */
  public Repository enable(Feature feature, boolean on) {
    synchronized (state) {
      off.remove(feature);
      if (!on) {
        off.add(feature);
      }
      return settingsChanged();
    }
  }

  /** Issues, the issue half of pull requests, and the comments of both. */
  public Issues issues() {
    return issues;
  }

  /** Pull requests, reviews and review comments. */
  public Pulls pulls() {
    return pulls;
  }

  /** Releases and their assets. */
  public Releases releases() {
    return releases;
  }

  /** Workflow runs and their jobs. */
  public Actions actions() {
    return actions;
  }

  /** Commits, branches and tags. */
  public GitData git() {
    synchronized (state) {
      GitData present = git;
      if (present == null) {
        present = new GitData(this);
        git = present;
      }
      return present;
    }
  }

  /** When something was last pushed, in seconds. */
  public long pushedAt() {
    return pushedAt;
  }

  /** The label with this name, created on first use. */
  public Label label(String labelName) {
    synchronized (state) {
      return labels.computeIfAbsent(
          labelName,
          any -> new Label(state.nextId(Kind.LABEL), labelName, "ededed", "About " + labelName));
    }
  }

  /** All labels, oldest first. */
  public List<Label> labels() {
    synchronized (state) {
      return List.copyOf(labels.values());
    }
  }

  /** Creates a milestone. */
  public Milestone createMilestone(String creator, String title) {
    synchronized (state) {
      var milestone =
          new Milestone(
              state.nextId(Kind.MILESTONE),
              milestones.size() + 1,
              title,
              state.user(creator),
              state.now());
      milestones.add(milestone);
      return milestone;
    }
  }

  /** All milestones by number. */
  public List<Milestone> milestones() {
    synchronized (state) {
      return List.copyOf(milestones);
    }
  }

  /** The last 300 things that happened, newest first. */
  public List<Happening> happenings() {
    synchronized (state) {
      return List.copyOf(happenings);
    }
  }

  boolean isNamed(String fullName) {
    return fullName().equalsIgnoreCase(fullName);
  }

  void moveTo(Account newOwner, String newName) {
    owner = newOwner;
    name = newName;
    settingsChanged();
  }

  int nextNumber() {
    return ++lastNumber;
  }

  void happened(String type, @Nullable String action, @Nullable Account actor, String subject) {
    if (actor == null) {
      return;
    }
    happenings.addFirst(
        new Happening(state.nextId(Kind.HAPPENING), type, action, actor, subject, state.now()));
    if (happenings.size() > HAPPENINGS) {
      happenings.removeLast();
    }
  }

  void pushed() {
    pushedAt = state.now();
  }

  private Repository settingsChanged() {
    changedAt = state.now();
    return this;
  }
}
