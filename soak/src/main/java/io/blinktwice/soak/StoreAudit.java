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

/**
 * Compares every store on disk, active and standby, with what its changelog has committed: each as
 * far as it is by its own account, and one of them has to be at the end. Instances are stopped one
 * after the other, and the last goes on meanwhile.
 */
final class StoreAudit {
  static final String WORKLOADS = "workloads-by-fingerprint";

  private static final List<String> STORES =
      List.of(
          WORKLOADS,
          "rested-runs-by-fingerprint",
          "forgotten-runs-by-fingerprint",
          "alarms-by-time");

  private final Cast cast;
  private final Voice voice;
  private final String application;
  private final List<Violation> found = new ArrayList<>();
  private int stores;
  private long states;

  StoreAudit(Cast cast, Voice voice) {
    this.cast = cast;
    this.voice = voice;
    this.application = cast.kafka().topicPrefix() + "." + Scene.APPLICATION;
  }

  List<Violation> compared() throws IOException {
    for (String store : STORES) {
      try (Changelog changelog = new Changelog(cast.kafka(), application, store)) {
        for (int partition = 0; partition < SoakPlan.PARTITIONS; partition++) {
          compare(store, partition, changelog);
        }
      }
    }
    voice.line("%,d states in %d stores compared with their changelogs".formatted(states, stores));
    return List.copyOf(found);
  }

  private void compare(String store, int partition, Changelog changelog) throws IOException {
    String name = store + "-" + partition;
    Changelog.Committed all = changelog.committed(partition);
    if (all.newest().isEmpty() && store.equals(WORKLOADS)) {
      found.add(new Violation(Kind.LOST, name, "there is no state at all"));
    }
    int copies = 0;
    long furthest = -1;
    for (int number = 1; number <= Cast.INSTANCES; number++) {
      StoreOnDisk copy = StoreOnDisk.of(cast.state(number), application, store, partition);
      if (copy.exists()) {
        copies++;
        StoreOnDisk.Content content = copy.content(changelog.nameOf(partition));
        furthest = Math.max(furthest, content.position());
        Changelog.Committed due =
            content.position() >= all.last()
                ? all
                : changelog.committed(partition, content.position());
        differences("%s of instance %d".formatted(name, number), due.newest(), content.entries());
      }
    }
    stores += copies;
    if (copies != Cast.INSTANCES) {
      found.add(
          new Violation(
              Kind.LOST, name, "%d copies on disk, not %d".formatted(copies, Cast.INSTANCES)));
    }
    if (furthest < all.last()) {
      found.add(
          new Violation(
              Kind.DISAGREEMENT,
              name,
              "no copy is further than %d, the changelog is at %d"
                  .formatted(furthest, all.last())));
    }
  }

  private void differences(String name, Map<Bytes, Bytes> committed, Map<Bytes, Bytes> stored) {
    Set<Bytes> keys = new HashSet<>(committed.keySet());
    keys.addAll(stored.keySet());
    states += stored.size();
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
