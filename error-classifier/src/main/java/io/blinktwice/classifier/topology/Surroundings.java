package io.blinktwice.classifier.topology;

import io.blinktwice.classifier.decision.ProcessEnd;
import org.jspecify.annotations.Nullable;

/** What is known beside a failure's own event; asked anew for each, as it moves meanwhile. */
public interface Surroundings {
  /** The last end of a cluster's server; null while none is known. */
  @Nullable ProcessEnd endOf(String cluster);

  /** The version that a release replaces; null where nobody said so. */
  @Nullable String predecessorOf(String version);
}
