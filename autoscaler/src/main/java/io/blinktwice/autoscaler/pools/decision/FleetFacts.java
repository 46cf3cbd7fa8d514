package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Map;
import java.util.TreeMap;

/**
 * What pools have to know of the fleet: which version is stable, how far releases have come that
 * roll out, and how many workloads are pinned to which version. A fold over what is heard; bounded:
 * 64 releases that roll out.
 */
public final class FleetFacts {
  private static final int FORMAT = 1;
  private static final int MOST_WAVES = 64;

  private String stable = "";
  private final Map<String, Double> waves = new TreeMap<>();
  private final Map<String, Integer> pinned = new TreeMap<>();

  /** Why a version keeps clusters though no work asks for them. */
  sealed interface Duty {
    /** It is the fleet's stable one, or nobody knows which is. */
    record Stable() implements Duty {}

    /** It rolls out; so much of the fleet is admitted to it. */
    record Wave(double share) implements Duty {}

    /** So many workloads are pinned to it. */
    record Pins(int workloads) implements Duty {}

    /** Nothing is expected of it any more. */
    record None() implements Duty {}
  }

  /** A release rolls out to this share of the fleet from now on. */
  public void rollsOut(String version, double share) {
    if (share > 0 && (waves.containsKey(version) || waves.size() < MOST_WAVES)) {
      waves.put(version, share);
    } else {
      waves.remove(version);
    }
  }

  /** Every workload gets this version from now on, unless something else is said of it. */
  public void stable(String version) {
    stable = version;
    waves.remove(version);
  }

  /** So many workloads more, or fewer, are pinned to a version. */
  public void pinned(String version, int change) {
    pinned.compute(
        version,
        (_, before) -> {
          int now = (before == null ? 0 : before) + change;
          return now > 0 ? now : null;
        });
  }

  double waveOf(String version) {
    return waves.getOrDefault(version, 0.0);
  }

  Iterable<String> rollingOut() {
    return waves.keySet();
  }

  Duty dutyOf(String version) {
    Double share = waves.get(version);
    if (share != null) {
      return new Duty.Wave(share);
    }
    if (stable.isEmpty() || stable.equals(version)) {
      return new Duty.Stable();
    }
    Integer workloads = pinned.get(version);
    return workloads == null ? new Duty.None() : new Duty.Pins(workloads);
  }

  /** Without the pins: they are counted anew from where they are kept. */
  public byte[] state() {
    StateWriter out = new StateWriter(FORMAT);
    out.text(stable);
    out.number(waves.size());
    waves.forEach(
        (version, share) -> {
          out.text(version);
          out.real(share);
        });
    return out.bytes();
  }

  /** Refuses what was stored in another form. */
  public static FleetFacts restored(byte[] state) {
    StateReader in = new StateReader(state, FORMAT);
    FleetFacts facts = new FleetFacts();
    facts.stable = in.text();
    for (int left = in.number(); left > 0; left--) {
      facts.waves.put(in.text(), in.real());
    }
    return facts;
  }
}
