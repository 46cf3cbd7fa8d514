package io.blinktwice.router.placement.decision;

import io.blinktwice.router.placement.decision.ClusterTraits.Discipline;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster is believed to do: what was placed there, carried forward by the fluid model
 * between reports.
 */
final class ClusterLoad {
  /** More than this on one cluster is a flood; work beyond it is counted, not modelled. */
  private static final int MOST_MODELLED = 1024;

  private final ClusterTraits traits;

  /** By parallelism on a fair server, by arrival on a first-come one. */
  private RunningWork[] running = new RunningWork[8];

  private int count;
  private int heavies;
  private int runaways;
  private int loners;
  private double capSum;
  private double at;
  private boolean open = true;
  private double slowness = 1;

  /** Weighted finishing times of what runs, from {@link #costAt} on; not known when negative. */
  private double cost = -1;

  private double costAt;
  private double emptyAt;
  private double weightSum;

  ClusterLoad(ClusterTraits traits, double now) {
    this.traits = traits;
    this.at = now;
  }

  ClusterTraits traits() {
    return traits;
  }

  /** Whether it takes new work. */
  boolean open() {
    return open;
  }

  void open(boolean value) {
    open = value;
  }

  /** How much slower than forecast it turned out to be: one that claims to be idle and is not. */
  void slowness(double factor) {
    slowness = Math.clamp(factor, 1, 16);
    cost = -1;
  }

  double slowness() {
    return slowness;
  }

  int count() {
    return count;
  }

  int heavies() {
    return heavies;
  }

  boolean hasRunaway() {
    return runaways > 0;
  }

  /** Whether something there should be alone. */
  boolean hasLoner() {
    return loners > 0;
  }

  /** Cores asked for, as a multiple of those that there are. */
  double contention() {
    return capSum / traits.cores();
  }

  /** Cores that one more would get: what is free, or its fair share. */
  double openCores() {
    return Math.max(traits.cores() - capSum, traits.cores() / (count + 1.0));
  }

  RunningWork running(int index) {
    return running[index];
  }

  @Nullable RunningWork find(String id) {
    for (int i = 0; i < count; i++) {
      if (running[i].work().id().equals(id)) {
        return running[i];
      }
    }
    return null;
  }

  List<RunningWork> all() {
    return new ArrayList<>(Arrays.asList(running).subList(0, count));
  }

  void add(RunningWork work, double weight, double now) {
    advance(now);
    if (count == MOST_MODELLED) {
      return;
    }
    work.weigh(weight);
    if (count == running.length) {
      running = Arrays.copyOf(running, 2 * count);
    }
    int place = count;
    if (traits.discipline() == Discipline.FAIR) {
      while (place > 0 && running[place - 1].parallelism() > work.parallelism()) {
        running[place] = running[place - 1];
        place--;
      }
    }
    running[place] = work;
    count++;
    capSum += cap(work);
    heavies += work.heavy() ? 1 : 0;
    runaways += work.runaway() ? 1 : 0;
    loners += AdvisedRoom.isAlone(work.work()) ? 1 : 0;
    changed();
  }

  void remove(RunningWork work, double now) {
    advance(now);
    for (int i = 0; i < count; i++) {
      if (running[i] == work) {
        System.arraycopy(running, i + 1, running, i, count - i - 1);
        count--;
        capSum = count == 0 ? 0 : capSum - cap(work);
        heavies -= work.heavy() ? 1 : 0;
        runaways -= work.runaway() ? 1 : 0;
        loners -= AdvisedRoom.isAlone(work.work()) ? 1 : 0;
        changed();
        return;
      }
    }
  }

  /** Lets time pass: everything gets on at its rate. */
  void advance(double now) {
    double seconds = now - at;
    if (seconds > 0) {
      for (int i = 0; i < count; i++) {
        running[i].advance(seconds);
      }
      at = now;
    }
  }

  /** Something about its work was changed from outside. */
  void reweigh(RunningWork work, double weight, boolean wasHeavy, boolean wasRunaway) {
    work.weigh(weight);
    heavies += (work.heavy() ? 1 : 0) - (wasHeavy ? 1 : 0);
    runaways += (work.runaway() ? 1 : 0) - (wasRunaway ? 1 : 0);
    cost = -1;
  }

  /** A report changed what is left of its work. */
  void corrected() {
    cost = -1;
  }

  private double cap(RunningWork work) {
    return Math.min(work.parallelism(), traits.cores());
  }

  private void changed() {
    cost = -1;
    double free = traits.cores() / slowness;
    for (int i = 0; i < count; i++) {
      double fair = traits.discipline() == Discipline.FAIR ? free / (count - i) : free;
      double rate = Math.min(running[i].parallelism(), fair);
      running[i].rate(rate);
      free -= rate;
    }
  }

  /** What adding work costs everybody there, in weight times seconds; the newcomer included. */
  double marginalCost(Forecast forecast, Size size, double weight, double cores, double now) {
    advance(now);
    double width = Math.min(size.parallelism(), cores);
    double usable = cores / slowness;
    if (capSum + width <= usable) {
      soonest = size.coreSeconds() / width;
      return weight * soonest;
    }
    double without = costWithout(forecast, usable, now);
    forecast.clear();
    boolean added = false;
    for (int i = 0; i < count; i++) {
      RunningWork each = running[i];
      if (!added
          && traits.discipline() == Discipline.FAIR
          && each.parallelism() >= size.parallelism()) {
        forecast.addNewcomer(width, size.coreSeconds(), weight);
        added = true;
      }
      forecast.add(Math.min(each.parallelism(), cores), each.remaining(), each.weight());
    }
    if (!added) {
      forecast.addNewcomer(width, size.coreSeconds(), weight);
    }
    double with = forecast.cost(usable, traits.discipline());
    soonest = forecast.newcomerSeconds();
    return Math.max(with - without, weight * soonest);
  }

  private double soonest;

  /** How long the work takes that {@link #marginalCost} was asked about last. */
  double newcomerSeconds() {
    return soonest;
  }

  /** When it will have done all that it has, if nothing comes; for {@link #marginalCost}'s now. */
  double secondsUntilEmpty(Forecast forecast, double now) {
    costWithout(forecast, traits.cores() / slowness, now);
    return Math.max(0, emptyAt - now);
  }

  private double costWithout(Forecast forecast, double usable, double now) {
    if (cost < 0) {
      forecast.clear();
      weightSum = 0;
      for (int i = 0; i < count; i++) {
        RunningWork each = running[i];
        forecast.add(Math.min(each.parallelism(), usable), each.remaining(), each.weight());
        weightSum += each.weight();
      }
      cost = forecast.cost(usable, traits.discipline());
      emptyAt = now + forecast.lastSeconds();
      costAt = now;
    }
    return Math.max(0, cost - weightSum * (now - costAt));
  }
}
