package io.blinktwice.pinning.decision;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Maps that never change. One that is unmodifiable already is taken as it is, not copied: a
 * decision makes some ten states, and most of them share their maps with the one before. Whoever
 * hands over an unmodifiable map gives it away.
 */
final class Frozen {
  private static final Class<?> SORTED =
      Collections.unmodifiableSortedMap(new TreeMap<>()).getClass();
  private static final Class<?> SEQUENCED =
      Collections.unmodifiableSequencedMap(new LinkedHashMap<>()).getClass();

  private Frozen() {}

  static <K, V> SortedMap<K, V> sorted(SortedMap<K, V> map) {
    return SORTED.isInstance(map) ? map : Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  static <K, V> SequencedMap<K, V> sequenced(SequencedMap<K, V> map) {
    return SEQUENCED.isInstance(map)
        ? map
        : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(map));
  }

  /** With this value in its place. */
  static <K, V> SortedMap<K, V> with(SortedMap<K, V> map, K key, V value) {
    TreeMap<K, V> changed = new TreeMap<>(map);
    changed.put(key, value);
    return Collections.unmodifiableSortedMap(changed);
  }

  /** With this value in its place, or at the end. */
  static <K, V> SequencedMap<K, V> with(SequencedMap<K, V> map, K key, V value) {
    LinkedHashMap<K, V> changed = new LinkedHashMap<>(map);
    changed.put(key, value);
    return Collections.unmodifiableSequencedMap(changed);
  }

  static <K, V> SequencedMap<K, V> without(SequencedMap<K, V> map, K key) {
    LinkedHashMap<K, V> changed = new LinkedHashMap<>(map);
    changed.remove(key);
    return Collections.unmodifiableSequencedMap(changed);
  }
}
