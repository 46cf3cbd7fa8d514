package io.blinktwice.contract;

import java.nio.ByteBuffer;

/**
 * Draws a workload's place in the roll-out of a release: uniform in [0, 1), independent between
 * releases, and the same wherever it is computed.
 *
 * <p>The first 53 bits of SHA-256 over {@code blinktwice/wave1}, fingerprint and release, divided
 * by 2^53: exactly representable as a double, so that all languages compare alike.
 */
public final class WaveHash {
  private static final String DOMAIN = "blinktwice/wave1";
  private static final int DOUBLE_PRECISION_BITS = 53;

  private WaveHash() {}

  public static double of(Fingerprint fingerprint, EngineVersion release) {
    long first = ByteBuffer.wrap(Sha256.of(DOMAIN, fingerprint.value(), release.value())).getLong();
    return (first >>> (Long.SIZE - DOUBLE_PRECISION_BITS)) * 0x1.0p-53;
  }

  /** Whether a roll-out that has reached {@code share} of the fleet includes this workload. */
  public static boolean admitted(Fingerprint fingerprint, EngineVersion release, double share) {
    return of(fingerprint, release) < share;
  }
}
