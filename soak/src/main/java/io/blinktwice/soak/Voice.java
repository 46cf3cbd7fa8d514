package io.blinktwice.soak;

/** Who is told how a soak goes. */
public interface Voice {
  /** A sentence for people. */
  void line(String text);

  /** A figure, with the bound that it is compared with. */
  void figure(Figure figure);

  /** One figure; the bound is zero where there is none. */
  record Figure(String name, double value, String unit, double bound) {}
}
