package io.alluvium.sinks.ageing;

import io.alluvium.schemas.TierProof;
import io.alluvium.sinks.SliceDigest;
import java.util.List;

/** What came of a proof. */
public sealed interface Judgement {
  /**
   * Everything of the slice is where it has to be.
   *
   * @param digest of the slice
   * @param leaving versions that go when it is dropped
   * @param proofs what each other tier has
   * @param sampled versions whose content was compared
   */
  record Proven(SliceDigest digest, long leaving, List<TierProof> proofs, int sampled)
      implements Judgement {
    public Proven {
      proofs = List.copyOf(proofs);
    }
  }

  /**
   * It cannot be said yet.
   *
   * @param why what it waits for
   */
  record Waiting(String why) implements Judgement {}

  /**
   * Something is missing or different. It stays where it is.
   *
   * @param why in words
   * @param events ids of the first events it is about
   * @param count how many there are
   */
  record Failed(String why, List<String> events, long count) implements Judgement {
    public Failed {
      events = List.copyOf(events);
    }
  }
}
