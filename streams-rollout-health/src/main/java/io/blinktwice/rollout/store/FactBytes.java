package io.blinktwice.rollout.store;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.Fact;
import io.blinktwice.rollout.evidence.decision.Lot;
import io.blinktwice.rollout.evidence.decision.Place;

/** Facts and their parts as bytes: for those that wait until their beat is over. */
public final class FactBytes {
  static final int FORMAT = 2;
  static final int WITHOUT_LOTS = 1;
  private static final int ENDED = 1;
  private static final int PINNED = 2;

  private FactBytes() {}

  public static byte[] of(Fact fact) {
    StateWriter out = new StateWriter(FORMAT);
    switch (fact) {
      case Fact.Ended ended -> {
        out.number(ENDED);
        out.text(ended.run());
        out.number(ended.attempt());
        out.time(ended.at());
        out.text(ended.workspace());
        out.text(ended.version());
        write(ended.ending(), out);
        out.text(ended.decision());
      }
      case Fact.Pinned pinned -> {
        out.number(PINNED);
        write(pinned, out);
      }
      case Fact.Began began ->
          throw new IllegalArgumentException("a beginning does not wait: " + began);
    }
    return out.bytes();
  }

  public static Fact read(byte[] bytes) {
    StateReader in = new StateReader(bytes, WITHOUT_LOTS, FORMAT);
    int kind = in.number();
    return switch (kind) {
      case ENDED ->
          new Fact.Ended(
              in.text(), in.number(), in.instant(), in.text(), in.text(), ending(in), in.text());
      case PINNED -> pinned(in);
      default -> throw new IllegalArgumentException("stored fact of an unknown kind " + kind);
    };
  }

  static void write(Fact.Pinned pinned, StateWriter out) {
    out.text(pinned.pin());
    out.time(pinned.at());
    out.text(pinned.awayFrom());
    out.flag(pinned.ended());
    out.real(pinned.evidence());
  }

  static Fact.Pinned pinned(StateReader in) {
    return new Fact.Pinned(in.text(), in.instant(), in.text(), in.flag(), in.real());
  }

  static void write(Fact.Ending ending, StateWriter out) {
    out.flag(ending.succeeded());
    out.flag(ending.compared());
    out.flag(ending.suspect());
    out.text(ending.category());
    out.flag(ending.outOfMemory());
    out.flag(ending.userVisible());
    ending.lot().write(out);
  }

  static Fact.Ending ending(StateReader in) {
    return new Fact.Ending(
        in.flag(),
        in.flag(),
        in.flag(),
        in.text(),
        in.flag(),
        in.flag(),
        in.format() > WITHOUT_LOTS ? Lot.read(in) : Lot.NONE);
  }

  static void write(Place place, StateWriter out) {
    out.text(place.workspace());
    out.text(place.environment());
    out.text(place.cluster());
  }

  static Place place(StateReader in) {
    return new Place(in.text(), in.text(), in.text());
  }
}
