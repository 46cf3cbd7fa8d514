package io.blinktwice.simulator;

import java.util.SplittableRandom;

/** Draws an index in proportion to its weight in constant time (Walker's alias method, by Vose). */
final class Lottery {
  private final double[] own;
  private final int[] alias;

  Lottery(double[] weights) {
    int size = weights.length;
    own = new double[size];
    alias = new int[size];
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    int[] poor = new int[size];
    int[] rich = new int[size];
    int poorCount = 0;
    int richCount = 0;
    for (int index = 0; index < size; index++) {
      own[index] = weights[index] / sum * size;
      alias[index] = index;
      if (own[index] < 1) {
        poor[poorCount++] = index;
      } else {
        rich[richCount++] = index;
      }
    }
    while (poorCount > 0 && richCount > 0) {
      int taker = poor[--poorCount];
      int giver = rich[richCount - 1];
      alias[taker] = giver;
      own[giver] -= 1 - own[taker];
      if (own[giver] < 1) {
        poor[poorCount++] = rich[--richCount];
      }
    }
    // What rounding left over keeps its own ticket.
    while (poorCount > 0) {
      own[poor[--poorCount]] = 1;
    }
  }

  int draw(SplittableRandom random) {
    double point = random.nextDouble() * own.length;
    int index = (int) point;
    return point - index < own[index] ? index : alias[index];
  }
}
