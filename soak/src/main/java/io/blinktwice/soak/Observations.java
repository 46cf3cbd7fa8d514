package io.blinktwice.soak;

import io.blinktwice.soak.decision.Account;
import io.blinktwice.soak.decision.History;
import io.blinktwice.soak.decision.Part;
import io.blinktwice.soak.decision.PinHistory;
import io.blinktwice.soak.decision.Resumption;
import io.blinktwice.soak.decision.Run;
import io.blinktwice.soak.decision.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the reporter and the readers of all topics have seen, in one place, one at a time. */
final class Observations {
  private final History history = new History();
  private final PinHistory pins = new PinHistory();
  private final List<Violation> others = new ArrayList<>();
  private @Nullable Resumption resumption;
  private long disturbedAt;

  synchronized void accepted(Run run, Part part) {
    history.accepted(run, part);
  }

  synchronized void unanswered(Run run, Part part) {
    history.unanswered(run, part);
  }

  synchronized void verdict(int partition, String run, int attempt) {
    history.verdict(run, attempt);
    if (resumption != null) {
      resumption.effect(
          partition, Run.numberOf(run), Duration.ofNanos(System.nanoTime() - disturbedAt));
    }
  }

  synchronized void deadLetter(String eventId, String reason) {
    history.deadLetter(eventId, reason);
  }

  synchronized void pinCreated(String workload, String pin) {
    pins.created(workload, pin);
  }

  synchronized void pinReleased(String workload, String pin) {
    pins.released(workload, pin);
  }

  synchronized void pinTabled(String workload, @Nullable String pin) {
    pins.tabled(workload, pin);
  }

  synchronized void violated(Violation violation) {
    others.add(violation);
  }

  /** From now on the first effects of later runs are waited for. */
  synchronized void disturbed(int firstRunAfter) {
    resumption = new Resumption(firstRunAfter, SoakPlan.PARTITIONS);
    disturbedAt = System.nanoTime();
  }

  synchronized Optional<Duration> resumedAfter() {
    return resumption == null ? Optional.empty() : resumption.slowest();
  }

  synchronized int open() {
    return history.open();
  }

  synchronized Account account() {
    return history.account();
  }

  synchronized long unanswered() {
    return history.unanswered();
  }

  synchronized int activePins() {
    return pins.activePins();
  }

  synchronized @Nullable String activePin(String workload) {
    return pins.activePin(workload);
  }

  synchronized List<Violation> violations() {
    return joined(history.violations(), pins.violations());
  }

  synchronized List<Violation> violationsAtTheEnd() {
    return joined(history.violationsAtTheEnd(), pins.violationsAtTheEnd());
  }

  private List<Violation> joined(List<Violation> runs, List<Violation> ofPins) {
    List<Violation> all = new ArrayList<>(runs);
    all.addAll(ofPins);
    all.addAll(others);
    return List.copyOf(all);
  }
}
