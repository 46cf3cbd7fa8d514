package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The waves opened so far, oldest first; they tile {@code [0, share)} and only ever grow. */
public record Waves(List<Wave> opened) {
  /** The label of a unit that no wave has admitted. */
  static final int OLD = -1;

  public static final Waves NONE = new Waves(List.of());

  public Waves {
    opened = List.copyOf(opened);
    double edge = 0;
    for (Wave wave : opened) {
      if (wave.from() != edge) {
        throw new IllegalArgumentException("waves must tile the fleet, gap at " + edge);
      }
      edge = wave.to();
    }
  }

  public double share() {
    return opened.isEmpty() ? 0 : opened.getLast().to();
  }

  /** With one more wave up to this share; the same share again changes nothing. */
  public Waves upTo(double share, Instant at) {
    if (share <= share()) {
      return this;
    }
    List<Wave> more = new ArrayList<>(opened);
    more.add(new Wave(share(), share, at));
    return new Waves(more);
  }

  /** What was open when an attempt started: its arm is decided there, not when it is reported. */
  Waves at(Instant start) {
    int count = opened.size();
    while (count > 0 && opened.get(count - 1).openedAt().isAfter(start)) {
      count--;
    }
    return count == opened.size() ? this : new Waves(opened.subList(0, count));
  }

  int label(double draw) {
    for (int wave = 0; wave < opened.size(); wave++) {
      if (draw < opened.get(wave).to()) {
        return wave;
      }
    }
    return OLD;
  }

  void write(StateWriter out) {
    out.number(opened.size());
    for (Wave wave : opened) {
      out.real(wave.to());
      out.time(wave.openedAt());
    }
  }

  static Waves read(StateReader in) {
    Waves waves = NONE;
    for (Wave wave : in.list(each -> new Wave(0, each.real(), each.instant()))) {
      waves = waves.upTo(wave.to(), wave.openedAt());
    }
    return waves;
  }
}
