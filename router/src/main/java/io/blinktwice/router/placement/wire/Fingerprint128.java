package io.blinktwice.router.placement.wire;

import java.nio.charset.StandardCharsets;

/** A 128-bit hash of what it is fed, in order; quick, not for secrets. Two rounds of FNV-1a. */
final class Fingerprint128 {
  private static final long PRIME = 0x100000001b3L;

  private long high = 0xcbf29ce484222325L;
  private long low = 0x84222325cbf29ce4L;

  void add(long value) {
    high = (high ^ mix(value)) * PRIME;
    low = Long.rotateLeft(low ^ mix(value + 0x9E3779B97F4A7C15L), 29) * PRIME;
  }

  void add(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      high = (high ^ (bytes[i] & 0xff)) * PRIME;
      low = Long.rotateLeft(low ^ (bytes[i] & 0xff), 7) * PRIME;
    }
    add(to - from);
  }

  void add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(bytes, 0, bytes.length);
  }

  private static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  @Override
  public String toString() {
    return "%016x%016x".formatted(mix(high), mix(low));
  }
}
