package io.blinktwice.runtime.life;

/** Something that others rely on at the moment, and that finishes that before its process ends. */
public interface Drains {
  /** Takes nothing new from now on and waits, within a bound of its own, for what it has begun. */
  void drain();
}
