package io.blinktwice.rollout.judge.decision;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** Names of the parts of a judge's state that differ from what was kept last. */
final class Touched {
  private final Set<String> names = new HashSet<>();

  void add(String name) {
    names.add(name);
  }

  SortedSet<String> take() {
    SortedSet<String> taken = new TreeSet<>(names);
    names.clear();
    return taken;
  }
}
