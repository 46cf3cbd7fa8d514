package io.blinktwice.soak;

import io.blinktwice.soak.decision.Violation;
import io.blinktwice.soak.decision.Violation.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares every store on disk, active and standby, with what its changelog has committed. */
final class StoreAudit {
  static final String STORE = "workloads-by-fingerprint";

  private final Cast cast;
  private final Voice voice;
  private final String application;
  private int stores;
  private long states;

  StoreAudit(Cast cast, Voice voice) {
    this.cast = cast;
    this.voice = voice;
    this.application = cast.kafka().topicPrefix() + "." + Scene.APPLICATION;
  }

  List<Violation> compared() throws IOException {
    List<Violation> found = new ArrayList<>();
    try (Changelog changelog = new Changelog(cast.kafka(), application, STORE)) {
      for (int partition = 0; partition < SoakPlan.PARTITIONS; partition++) {
        compare(partition, changelog.newest(partition), found);
      }
    }
    voice.line("%,d states in %d stores compared with their changelogs".formatted(states, stores));
    if (states == 0) {
      found.add(new Violation(Kind.LOST, STORE, "there is no state at all"));
    }
    return found;
  }

  private void compare(int partition, Map<Bytes, Bytes> committed, List<Violation> found)
      throws IOException {
    int copies = 0;
    for (int number = 1; number <= Cast.INSTANCES; number++) {
      StoreOnDisk store = StoreOnDisk.of(cast.state(number), application, STORE, partition);
      if (store.exists()) {
        copies++;
        String name = "%s-%d of instance %d".formatted(STORE, partition, number);
        Map<Bytes, Bytes> stored = store.entries();
        stores++;
        states += stored.size();
        differences(name, committed, stored, found);
      }
    }
    if (copies != Cast.INSTANCES) {
      found.add(
          new Violation(
              Kind.LOST,
              STORE + "-" + partition,
              "%d copies on disk, not %d".formatted(copies, Cast.INSTANCES)));
    }
  }

  private static void differences(
      String name, Map<Bytes, Bytes> committed, Map<Bytes, Bytes> stored, List<Violation> found) {
    Set<Bytes> keys = new HashSet<>(committed.keySet());
    keys.addAll(stored.keySet());
    long different =
        keys.stream().filter(key -> !same(committed.get(key), stored.get(key))).count();
    if (different > 0) {
      found.add(
          new Violation(
              Kind.DISAGREEMENT,
              name,
              "%d of %d states differ from the changelog".formatted(different, keys.size())));
    }
  }

  private static boolean same(@Nullable Bytes one, @Nullable Bytes other) {
    return one != null && one.equals(other);
  }
}
