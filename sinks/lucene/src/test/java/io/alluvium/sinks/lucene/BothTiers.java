package io.alluvium.sinks.lucene;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of what hot and warm answer alike: each runs with an empty one of either. */
@ParameterizedClass
@EnumSource(Layout.class)
abstract class BothTiers {
  @Parameter Layout layout;
  @TempDir Path directory;
  TierBed bed;

  @BeforeEach
  void open() {
    bed = new TierBed(layout, directory);
  }

  @AfterEach
  void close() {
    bed.close();
  }
}
