package io.blinktwice.app;

import io.blinktwice.soak.Voice;
import java.util.Locale;

/** Sentences, or with JSON the figures on standard output and the sentences beside them. */
final class SoakVoice implements Voice {
  private static final double NANOS_PER_SECOND = 1e9;

  private final boolean json;
  private final long begin = System.nanoTime();

  SoakVoice(boolean json) {
    this.json = json;
  }

  @Override
  public void line(String text) {
    String stamped = "%5.0f s  %s".formatted((System.nanoTime() - begin) / NANOS_PER_SECOND, text);
    if (json) {
      System.err.println(stamped);
    } else {
      System.out.println(stamped);
    }
  }

  @Override
  public void figure(Figure figure) {
    if (json) {
      boolean bound = figure.bound() > 0;
      System.out.println(
          String.format(
              Locale.ROOT,
              "{\"name\":\"%s\",\"value\":%.3f,\"unit\":\"%s\",\"baseline\":%s,\"ratio\":%s}",
              figure.name(),
              figure.value(),
              figure.unit(),
              bound ? String.format(Locale.ROOT, "%.3f", figure.bound()) : "null",
              bound
                  ? String.format(Locale.ROOT, "%.3f", figure.value() / figure.bound())
                  : "null"));
    }
  }
}
