package io.alluvium.sinks.iceberg;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import org.apache.iceberg.ManifestFiles;
import org.apache.iceberg.ReachableFileUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.io.FileInfo;

/** Files below a table that nothing names: what a failed commit left, what expired. */
final class OrphanFiles {
  private OrphanFiles() {}

  /**
   * Deletes those older than a moment.
   *
   * @return how many
   */
  static long delete(TableStore store, long olderThanMillis) throws IOException {
    // Listed first, then asked what is named: a file that is committed in between is named.
    var old = new ArrayList<String>();
    var listed = store.require();
    for (FileInfo file : store.files(listed).listPrefix(listed.location())) {
      if (file.createdAtMillis() < olderThanMillis) {
        old.add(file.location());
      }
    }
    if (old.isEmpty()) {
      return 0;
    }
    var table = store.require();
    var named = named(table);
    old.removeIf(file -> named.contains(normal(file)));
    old.forEach(table.io()::deleteFile);
    return old.size();
  }

  /** Every file that a snapshot of the table, or the way to it, names. */
  static Set<String> named(Table table) throws IOException {
    var named = new HashSet<String>();
    ReachableFileUtil.metadataFileLocations(table, false).forEach(file -> named.add(normal(file)));
    ReachableFileUtil.manifestListLocations(table).forEach(file -> named.add(normal(file)));
    ReachableFileUtil.statisticsFilesLocations(table).forEach(file -> named.add(normal(file)));
    for (var snapshot : table.snapshots()) {
      for (var manifest : snapshot.allManifests(table.io())) {
        if (named.add(normal(manifest.path()))) {
          try (var paths = ManifestFiles.readPaths(manifest, table.io(), table.specs())) {
            paths.forEach(path -> named.add(normal(path)));
          }
        }
      }
    }
    return named;
  }

  /** A location as listings and snapshots alike may write it. */
  private static String normal(String location) {
    return location.replaceFirst("^s3a://", "s3://").replaceFirst("^file:/+", "/");
  }
}
