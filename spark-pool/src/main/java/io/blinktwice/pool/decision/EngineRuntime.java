package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;

/** Which Java an engine runs on. */
public final class EngineRuntime {
  private EngineRuntime() {}

  /**
   * The feature release of the JDK that an engine needs.
   *
   * <p>3.5 does not start on 25 ("getSubject is not supported"); 4.0 to 4.2 run on 17, and 4.2 on
   * 25 only with flags that reopen what Arrow needs. So 17 for all that we know.
   */
  public static int jdkFor(EngineVersion version) {
    EngineVersion firstUnknown = new EngineVersion("5.0.0");
    if (version.compareTo(firstUnknown) >= 0) {
      throw new IllegalArgumentException(
          "which JDK engine " + version + " needs is not known; known are engines below 5");
    }
    return 17;
  }
}
