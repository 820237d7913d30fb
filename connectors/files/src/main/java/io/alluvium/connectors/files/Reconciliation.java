package io.alluvium.connectors.files;

import io.alluvium.connectors.AbsenceRule;
import io.alluvium.connectors.KnownEntities;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares a complete listing with the known files. */
final class Reconciliation {
  private static final int SUSPICIOUS_PART = 5;

  private final KnownEntities known;
  private final AbsenceRule absence;

  Reconciliation(KnownEntities known, AbsenceRule absence) {
    this.known = known;
    this.absence = absence;
  }

  /**
   * What a listing shows.
   *
   * @param work what to look at, ordered so that neighbours share a bucket of known entities
   * @param listAgain whether so much is absent that another listing must confirm it
   */
  record Result(List<Work> work, boolean listAgain) {}

  /** Compares a listing of everything. */
  Result whole(TreeScan scan, boolean reread) {
    var verdict = absence.judge(absent(scan, ""), known.size(), scan.startedAt());
    return new Result(work(scan, verdict.deleted(), reread), verdict.listAgain());
  }

  /** Compares a listing of one directory. Where much is absent, only one of everything decides. */
  Result part(TreeScan scan) {
    var absent = absent(scan, scan.base() + "/");
    boolean suspicious = (long) absent.size() * SUSPICIOUS_PART > known.size();
    return new Result(work(scan, suspicious ? Set.of() : absent, false), suspicious);
  }

  private Set<String> absent(TreeScan scan, String prefix) {
    var absent = new HashSet<String>();
    for (var path : known.idsUnder(prefix)) {
      if (!scan.files().containsKey(path) && !scan.isHidden(path)) {
        absent.add(path);
      }
    }
    return absent;
  }

  private List<Work> work(TreeScan scan, Set<String> deleted, boolean reread) {
    record Placed(int bucket, String path, Work work) {}
    var placed = new ArrayList<Placed>();
    deleted.forEach(
        path -> placed.add(new Placed(known.bucketOf(path), path, new Work.Absent(path))));
    scan.files()
        .forEach((path, state) -> {
          if (reread || isChanged(path, state)) {
            var check = new Work.Check(path, 0, reread ? Work.Need.REREAD : Work.Need.LISTED);
            placed.add(new Placed(known.bucketOf(path), path, check));
          }
        });
    placed.sort(Comparator.comparingInt(Placed::bucket).thenComparing(Placed::path));
    return placed.stream().map(Placed::work).toList();
  }

  private boolean isChanged(String path, FileState state) {
    var before = known.fingerprint(path);
    return before.isEmpty() || !Fingerprint.decode(before.get()).matches(state);
  }
}
