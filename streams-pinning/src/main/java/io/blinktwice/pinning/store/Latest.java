package io.blinktwice.pinning.store;

import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.Map;

/** A map of what was used last; whatever was not for longest leaves when there is no room. */
final class Latest<K, V> extends LinkedHashMap<K, V> {
  @Serial private static final long serialVersionUID = 1;
  private static final float LOAD_FACTOR = 0.75f;

  private final int most;

  Latest(int most) {
    super(16, LOAD_FACTOR, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > most;
  }
}
