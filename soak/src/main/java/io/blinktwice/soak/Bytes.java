package io.blinktwice.soak;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes by their hash: hundreds of thousands of states are compared without being kept. */
record Bytes(long high, long low) {
  static Bytes of(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return new Bytes(eight(hash, 0), eight(hash, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static long eight(byte[] hash, int from) {
    long value = 0;
    for (int i = from; i < from + 8; i++) {
      value = value << 8 | hash[i] & 0xff;
    }
    return value;
  }

  @Override
  public String toString() {
    return HexFormat.of().toHexDigits(high);
  }
}
