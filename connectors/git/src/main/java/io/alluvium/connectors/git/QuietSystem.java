package io.alluvium.connectors.git;

import java.io.File;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.storage.file.WindowCacheConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit from touching the machine: no call of a git executable, no user or system
 * configuration, no probe files in a repository to measure the clock of its file system, nothing
 * written to the home directory. A repository reads the same for every user.
 */
final class QuietSystem extends SystemReader.Delegate {
  private static final int MIB = 1 << 20;

  /** FAT's two seconds, the coarsest clock around: a younger file is looked at again. */
  private static final long CLOCK_NANOS = TimeUnit.SECONDS.toNanos(2);

  static {
    SystemReader.setInstance(new QuietSystem(SystemReader.getInstance()));
    var cache = new WindowCacheConfig();
    cache.setPackedGitLimit(32L * MIB);
    cache.setPackedGitWindowSize(64 << 10);
    cache.setDeltaBaseCacheLimit(16 * MIB);
    cache.setExposeStatsViaJmx(false);
    cache.install();
  }

  private QuietSystem(SystemReader system) {
    super(system);
  }

  /** Sets JGit up for this class loader, once; to be called before JGit is used. */
  static void install() {
    // The work is done by loading this class.
  }

  @Override
  public FileBasedConfig openUserConfig(Config parent, FS fs) {
    return new FixedConfig(fs);
  }

  @Override
  public FileBasedConfig openSystemConfig(Config parent, FS fs) {
    return new FixedConfig(fs);
  }

  @Override
  public FileBasedConfig openJGitConfig(Config parent, FS fs) {
    return new FixedConfig(fs);
  }

  private static final class FixedConfig extends FileBasedConfig {
    FixedConfig(FS fs) {
      super((File) null, fs);
    }

    @Override
    public void load() {
      // Nothing to load.
    }

    @Override
    public void save() {
      // Nothing is written outside our own directories.
    }

    @Override
    public boolean isOutdated() {
      return false;
    }

    @Override
    public long getTimeUnit(
        String section, String subsection, String name, long absent, TimeUnit unit) {
      return section.equals("filesystem")
          ? unit.convert(CLOCK_NANOS, TimeUnit.NANOSECONDS)
          : super.getTimeUnit(section, subsection, name, absent, unit);
    }
  }
}
