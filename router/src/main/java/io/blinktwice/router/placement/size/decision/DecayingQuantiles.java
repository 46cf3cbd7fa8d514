package io.blinktwice.router.placement.size.decision;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * Quantiles of positive values on a logarithmic scale, of which old ones count ever less. A value
 * is known within 5 %; memory is bounded by the number of bins.
 */
final class DecayingQuantiles {
  private static final double GROWTH = Math.log(1.1);
  private static final int MOST_BINS = 64;

  /** Five days: as long as the rule looks back that Uber runs in production. */
  private static final double HALF_LIFE_SECONDS = 5 * 86_400.0;

  /** Weights grow instead of being shrunk; from here on all are scaled back. */
  private static final double LARGE = 1e12;

  private final TreeMap<Integer, Double> bins = new TreeMap<>();
  private double total;
  private double origin = Double.NaN;
  private int seen;

  void add(double value, double now) {
    if (Double.isNaN(origin)) {
      origin = now;
    }
    double weight = Math.pow(2, Math.min(600, (now - origin) / HALF_LIFE_SECONDS));
    bins.merge(bin(value), weight, Double::sum);
    total += weight;
    seen++;
    if (bins.size() > MOST_BINS) {
      dropLightest();
    }
    if (weight > LARGE) {
      double scale = 1 / weight;
      bins.replaceAll((_, each) -> each * scale);
      total *= scale;
      origin = now;
    }
  }

  private void dropLightest() {
    Map.Entry<Integer, Double> lightest =
        bins.entrySet().stream().min(Map.Entry.comparingByValue()).orElseThrow();
    total -= lightest.getValue();
    bins.remove(lightest.getKey());
  }

  private static int bin(double value) {
    return (int) Math.round(Math.log(Math.max(value, 1e-6)) / GROWTH);
  }

  /** How many there were. */
  int seen() {
    return seen;
  }

  double quantile(double share) {
    double wanted = share * total;
    double sum = 0;
    for (Map.Entry<Integer, Double> each : bins.entrySet()) {
      sum += each.getValue();
      if (sum >= wanted) {
        return Math.exp(each.getKey() * GROWTH);
      }
    }
    return bins.isEmpty() ? 0 : Math.exp(bins.lastKey() * GROWTH);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(seen);
    out.writeDouble(origin);
    out.writeInt(bins.size());
    for (Map.Entry<Integer, Double> each : bins.entrySet()) {
      out.writeInt(each.getKey());
      out.writeDouble(each.getValue());
    }
  }

  static DecayingQuantiles read(DataInput in) throws IOException {
    DecayingQuantiles read = new DecayingQuantiles();
    read.seen = in.readInt();
    read.origin = in.readDouble();
    int size = in.readInt();
    if (size < 0 || size > MOST_BINS) {
      throw new IOException("a sketch of " + size + " bins");
    }
    for (int i = 0; i < size; i++) {
      int bin = in.readInt();
      double weight = in.readDouble();
      read.bins.put(bin, weight);
      read.total += weight;
    }
    return read;
  }
}
