package io.blinktwice.autoscaler.horizontal.decision;

/**
 * A tick as all shadows of a pool live it.
 *
 * @param second when, in seconds since the epoch
 * @param arrived cores' worth of work that may not wait
 * @param departing share of what runs that ended
 * @param slots cores of a server
 * @param coldTicks how long a start takes
 * @param line when work arrived that may not wait
 * @param forget what a sum over the past keeps of itself
 * @param patience by how much the level of patient work follows it
 * @param patientIsServed whether there is any
 */
record Tick(
    long number,
    long second,
    double arrived,
    double arrivedPatient,
    double departing,
    double slots,
    int coldTicks,
    Expected expected,
    Line line,
    Line patientLine,
    double forget,
    double patience,
    boolean patientIsServed) {

  /** A start that takes longer is taken for one that takes this. */
  static final int MOST_COLD_TICKS = 127;
}
