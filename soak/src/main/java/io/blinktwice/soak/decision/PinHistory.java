package io.blinktwice.soak.decision;

import io.blinktwice.soak.decision.Violation.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks the story of the pins against the pins themselves: at most one is active for a workload,
 * and the table of active pins is what the story comes to. Not thread-safe.
 */
public final class PinHistory {
  private final Map<String, String> told = new HashMap<>();
  private final Map<String, String> active = new HashMap<>();
  private final List<Violation> found = new ArrayList<>();

  public void created(String workload, String pin) {
    String before = told.put(workload, pin);
    if (before != null) {
      found.add(
          new Violation(
              Kind.DUPLICATED,
              workload,
              "pin %s was created while %s was active".formatted(pin, before)));
    }
  }

  public void released(String workload, String pin) {
    String before = told.remove(workload);
    if (!pin.equals(before)) {
      found.add(
          new Violation(
              Kind.DUPLICATED,
              workload,
              "pin %s was released while %s was active".formatted(pin, before)));
    }
  }

  /** What the table of active pins says now; null where it has no pin any more. */
  public void tabled(String workload, @Nullable String pin) {
    if (pin == null) {
      active.remove(workload);
    } else {
      active.put(workload, pin);
    }
  }

  public int activePins() {
    return active.size();
  }

  public @Nullable String activePin(String workload) {
    return active.get(workload);
  }

  public List<Violation> violations() {
    return List.copyOf(found);
  }

  /** What is wrong when nothing comes any more. */
  public List<Violation> violationsAtTheEnd() {
    List<Violation> all = new ArrayList<>(found);
    TreeSet<String> workloads = new TreeSet<>(told.keySet());
    workloads.addAll(active.keySet());
    for (String workload : workloads) {
      if (!Objects.equals(told.get(workload), active.get(workload))) {
        all.add(
            new Violation(
                Kind.DISAGREEMENT,
                workload,
                "its story ends with pin %s, the table of pins has %s"
                    .formatted(told.get(workload), active.get(workload))));
      }
    }
    return List.copyOf(all);
  }
}
