package io.blinktwice.autoscaler.pools.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the owner of a pool wants.
 *
 * @param urgent whether it is for answers that may not wait
 * @param ceiling what it may cost in an hour; infinite where nothing is said
 * @param byOwner whether a person said so; else decisions are only shown
 */
public record WantedPool(
    boolean urgent,
    double lateShare,
    int lateSeconds,
    int least,
    int most,
    double ceiling,
    List<Size> sizes,
    boolean retired,
    boolean byOwner) {

  /** Of a pool of which nobody said anything. */
  public static final WantedPool UNSAID =
      new WantedPool(false, 0.01, 60, 0, 8, Double.POSITIVE_INFINITY, List.of(), false, false);

  /** A size class. */
  public record Size(String name, int cores, long memoryBytes, double price) {}

  public WantedPool {
    sizes = List.copyOf(sizes);
  }

  /** The same with these sizes. */
  public WantedPool with(List<Size> others) {
    return new WantedPool(
        urgent, lateShare, lateSeconds, least, most, ceiling, others, retired, byOwner);
  }

  Optional<Size> size(String name) {
    return sizes.stream().filter(size -> size.name().equals(name)).findFirst();
  }

  void write(StateWriter out) {
    out.flag(urgent);
    out.real(lateShare);
    out.number(lateSeconds);
    out.number(least);
    out.number(most);
    out.real(ceiling);
    out.number(sizes.size());
    for (Size size : sizes) {
      out.text(size.name());
      out.number(size.cores());
      out.count(size.memoryBytes());
      out.real(size.price());
    }
    out.flag(retired);
    out.flag(byOwner);
  }

  static WantedPool read(StateReader in) {
    boolean urgent = in.flag();
    double lateShare = in.real();
    int lateSeconds = in.number();
    int least = in.number();
    int most = in.number();
    double ceiling = in.real();
    List<Size> sizes = new ArrayList<>();
    for (int left = in.number(); left > 0; left--) {
      sizes.add(new Size(in.text(), in.number(), in.count(), in.real()));
    }
    return new WantedPool(
        urgent, lateShare, lateSeconds, least, most, ceiling, sizes, in.flag(), in.flag());
  }
}
