package io.blinktwice.autoscaler.horizontal.decision;

/**
 * Work of one kind in a tick, in cores.
 *
 * @param arrived cores' worth of work that came since the last tick
 * @param running cores that are busy with it
 * @param waiting cores that it waits for
 */
public record Flow(double arrived, double running, double waiting) {
  public static final Flow NONE = new Flow(0, 0, 0);

  public Flow {
    if (!(arrived >= 0 && running >= 0 && waiting >= 0)
        || arrived + running + waiting > Double.MAX_VALUE) {
      throw new IllegalArgumentException("work is counted from nothing up");
    }
  }

  double demand() {
    return running + waiting;
  }
}
