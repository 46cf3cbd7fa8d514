package io.blinktwice.autoscaler.horizontal.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.Arrays;

/**
 * What would have become of a pool under a candidate: work flows through it as it flows through the
 * real one, with as many servers as the candidate would have asked for.
 */
final class ShadowPool {
  /** Parts of the time that an idle server is kept: each remembers the most that was wanted. */
  private static final int HOLD_PARTS = 6;

  private final Candidate candidate;
  private final Held held;
  private final ChurnBudget churn = new ChurnBudget();
  private final short[] starting = new short[Tick.MOST_COLD_TICKS + 1];
  private int startAt;
  private int pending;
  private int ready;
  private double running;
  private double waiting;
  private double started;
  private double runningPatient;
  private double waitingPatient;
  private double startedPatient;
  private double patientLevel;

  /** Sums over the past, in which newer ticks weigh more. */
  private double cost;

  private double late;
  private double latePatient;

  ShadowPool(Candidate candidate, int holdTicks) {
    this.candidate = candidate;
    this.held = new Held(holdTicks);
  }

  /** The most that was wanted within the time that an idle server is kept. */
  static final class Held {
    private final int[] parts = new int[HOLD_PARTS];
    private final int partTicks;

    Held(int ticks) {
      partTicks = Math.max(1, ticks / HOLD_PARTS);
    }

    int with(long tick, int wanted) {
      int part = (int) (tick / partTicks % HOLD_PARTS);
      parts[part] = tick % partTicks == 0 ? wanted : Math.max(parts[part], wanted);
      int most = 0;
      for (int each : parts) {
        most = Math.max(most, each);
      }
      return most;
    }

    void begin(int servers) {
      Arrays.fill(parts, servers);
    }

    void write(StateWriter out) {
      for (int part : parts) {
        out.number(part);
      }
    }

    void read(StateReader in) {
      for (int part = 0; part < parts.length; part++) {
        parts[part] = in.number();
      }
    }
  }

  Candidate candidate() {
    return candidate;
  }

  ChurnBudget churn() {
    return churn;
  }

  double cost() {
    return cost;
  }

  double late() {
    return late;
  }

  double latePatient() {
    return latePatient;
  }

  private double patientDemand() {
    return runningPatient + waitingPatient;
  }

  /** Goes on by a tick; answers with how much urgent work was late in it. */
  double step(Tick tick) {
    startAt = (startAt + 1) % starting.length;
    ready += starting[startAt];
    pending -= starting[startAt];
    starting[startAt] = 0;
    double lateNow = flow(tick);
    late = late * tick.forget() + lateNow;
    cost = cost * tick.forget() + ready + pending;
    scale(tick);
    return lateNow;
  }

  private double flow(Tick tick) {
    running -= running * tick.departing();
    runningPatient -= runningPatient * tick.departing();
    waiting += tick.arrived();
    waitingPatient += tick.arrivedPatient();
    double room = ready * tick.slots() - running - runningPatient;
    double begun = Math.min(waiting, Math.max(0, room));
    waiting -= begun;
    running += begun;
    double startedNow = tick.line().all() - waiting;
    double lateNow = tick.line().late(started, startedNow);
    started = startedNow;
    if (tick.patientIsServed()) {
      patient(tick, room - begun);
    }
    return lateNow;
  }

  private void patient(Tick tick, double room) {
    boolean old = tick.patientLine().nearlyDue() > startedPatient;
    double open = old ? room : room - reserve(tick.expected());
    double begun = Math.min(waitingPatient, Math.max(0, open));
    waitingPatient -= begun;
    runningPatient += begun;
    double startedNow = tick.patientLine().all() - waitingPatient;
    latePatient = latePatient * tick.forget() + tick.patientLine().late(startedPatient, startedNow);
    startedPatient = startedNow;
    patientLevel += (patientDemand() - patientLevel) * tick.patience();
  }

  /** Cores that work that may wait leaves free. */
  private double reserve(Expected expected) {
    double most = expected.most(candidate.base(), running + waiting);
    return candidate.sharing().reserve() * candidate.marginOf(most, expected.usual());
  }

  private void scale(Tick tick) {
    double cores =
        tick.expected().wanted(candidate, running + waiting)
            + candidate.sharing().provided() * patientLevel;
    int want = held.with(tick.number(), Servers.of(cores, tick.slots()));
    int servers = ready + pending;
    if (want > servers) {
      starting[(startAt + tick.coldTicks()) % starting.length] += (short) (want - servers);
      pending += want - servers;
      churn.changed(1, tick.second());
    } else if (want < servers && churn.allowsShrinking(servers, want, tick.second())) {
      int needed = Servers.of(running + runningPatient, tick.slots());
      int released = Math.min(servers - want, ready - needed);
      if (released > 0) {
        ready -= released;
        churn.changed(-1, tick.second());
      }
    }
  }

  /** Begins where the real pool is. */
  void begin(int servers, Flow urgent, Flow patient) {
    ready = servers;
    running = urgent.running();
    waiting = urgent.waiting();
    runningPatient = patient.running();
    waitingPatient = patient.waiting();
    patientLevel = patient.demand();
    held.begin(servers);
  }

  void write(StateWriter out) {
    for (int ahead = 1; ahead <= starting.length; ahead++) {
      int coming = starting[(startAt + ahead) % starting.length];
      if (coming > 0) {
        out.number(ahead);
        out.number(coming);
      }
    }
    out.number(0);
    out.number(ready);
    held.write(out);
    for (double value :
        new double[] {
          running, waiting, started, runningPatient, waitingPatient, startedPatient, patientLevel
        }) {
      out.real(value);
    }
    out.real(cost);
    out.real(late);
    out.real(latePatient);
  }

  void read(StateReader in) {
    for (int ahead = in.number(); ahead > 0; ahead = in.number()) {
      int coming = in.number();
      starting[(startAt + ahead) % starting.length] = (short) coming;
      pending += coming;
    }
    ready = in.number();
    held.read(in);
    running = in.real();
    waiting = in.real();
    started = in.real();
    runningPatient = in.real();
    waitingPatient = in.real();
    startedPatient = in.real();
    patientLevel = in.real();
    cost = in.real();
    late = in.real();
    latePatient = in.real();
  }
}
