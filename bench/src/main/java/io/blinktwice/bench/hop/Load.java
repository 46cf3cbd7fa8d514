package io.blinktwice.bench.hop;

/**
 * What a hop is fed with. Each of its units comes out as one event that carries the unit's stamp;
 * it may take several to get in.
 */
public interface Load extends AutoCloseable {
  /** How many events a unit is. */
  int eventsInAUnit();

  /** Whatever makes the hop as full as it is in ordinary life; returns how many units come out. */
  default int fill(long phase) {
    return 0;
  }

  /** Called before so many units are sent steadily. */
  default void prepare(long phase, int units) throws InterruptedException {}

  /** One unit of a load at a steady rate. */
  void steady(int number, Stamp stamp);

  /** One unit of as many as there is room for. */
  void full(int number, Stamp stamp);

  @Override
  void close();
}
