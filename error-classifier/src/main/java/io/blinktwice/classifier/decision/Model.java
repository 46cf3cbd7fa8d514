package io.blinktwice.classifier.decision;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A multinomial logistic regression: weights by feature, a bias for each class, and a temperature
 * that was fitted on other examples, so that its probabilities mean what they say.
 *
 * <p>A text's features share a length of one, so that a long text is not surer than a short one
 * only for being long.
 */
public final class Model {
  private static final double WORD = 0.3;
  private static final double PAIR = 0.2;
  private static final double PHRASE = 1.5;

  private final List<String> classes;
  private final long[] keys;
  private final float[][] weights;
  private final double[] biases;
  private final double temperature;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * The parts, which belong to the model from now on.
   *
   * @param classes names, in the order of the weights
   * @param keys hashes of the features' names, ascending
   * @param weights by feature, then by class
   */
  public Model(
      List<String> classes, long[] keys, float[][] weights, double[] biases, double temperature) {
    if (keys.length != weights.length || biases.length != classes.size() || temperature <= 0) {
      throw new IllegalArgumentException("a model's parts do not fit together");
    }
    this.classes = List.copyOf(classes);
    this.keys = keys;
    this.weights = weights;
    this.biases = biases;
    this.temperature = temperature;
  }

  /** From weights by key, as a file or another model has them. */
  public static Model of(
      List<String> classes, SortedMap<Long, float[]> weights, double[] biases, double temperature) {
    long[] keys = weights.keySet().stream().mapToLong(Long::longValue).toArray();
    return new Model(
        classes, keys, weights.values().toArray(float[][]::new), biases.clone(), temperature);
  }

  /** The same, sure in another measure. */
  public Model withTemperature(double other) {
    return new Model(classes, keys, weights, biases, other);
  }

  public double temperature() {
    return temperature;
  }

  public List<String> classes() {
    return classes;
  }

  public double[] biases() {
    return biases.clone();
  }

  /** Copies, by the key of the feature. */
  public SortedMap<Long, float[]> weights() {
    SortedMap<Long, float[]> copies = new TreeMap<>();
    for (int i = 0; i < keys.length; i++) {
      copies.put(keys[i], weights[i].clone());
    }
    return copies;
  }

  /**
   * How much each feature counts: what was made of a text by knowledge counts more than its bare
   * words, and together they have a length of one.
   */
  public static double[] shares(List<String> features) {
    double[] shares = new double[features.size()];
    double squares = 0;
    for (int i = 0; i < shares.length; i++) {
      shares[i] = importance(features.get(i));
      squares += shares[i] * shares[i];
    }
    double length = Math.sqrt(squares);
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= length;
    }
    return shares;
  }

  private static double importance(String feature) {
    return switch (feature.substring(0, feature.indexOf(':'))) {
      case "word" -> WORD;
      case "words" -> PAIR;
      case "phrase", "rule", "complaint" -> PHRASE;
      default -> 1;
    };
  }

  /** The name under which a feature's weights are kept: FNV-1a, 64 bits. */
  public static long key(String feature) {
    long hash = FNV_OFFSET;
    for (int i = 0; i < feature.length(); i++) {
      hash = (hash ^ feature.charAt(i)) * FNV_PRIME;
    }
    return hash;
  }

  /** A class and how probable it is. */
  public record Ranked(String name, double probability) {}

  /** Probabilities in the order of the classes. */
  public double[] probabilities(List<String> features) {
    return softmax(scores(features), temperature);
  }

  /** Scores as odds that sum to one; the array is used up. */
  public static double[] softmax(double[] scores, double temperature) {
    double highest = Arrays.stream(scores).max().orElse(0);
    double sum = 0;
    for (int c = 0; c < scores.length; c++) {
      scores[c] = Math.exp((scores[c] - highest) / temperature);
      sum += scores[c];
    }
    for (int c = 0; c < scores.length; c++) {
      scores[c] /= sum;
    }
    return scores;
  }

  /** Best first; equal ones by name. */
  public List<Ranked> ranked(List<String> features) {
    double[] probabilities = probabilities(features);
    List<Ranked> ranked = new ArrayList<>();
    for (int c = 0; c < probabilities.length; c++) {
      ranked.add(new Ranked(classes.get(c), probabilities[c]));
    }
    ranked.sort(
        Comparator.comparingDouble(Ranked::probability).reversed().thenComparing(Ranked::name));
    return ranked;
  }

  private double[] scores(List<String> features) {
    double[] scores = biases.clone();
    double[] shares = shares(features);
    for (int i = 0; i < shares.length; i++) {
      int at = Arrays.binarySearch(keys, key(features.get(i)));
      if (at >= 0) {
        for (int c = 0; c < scores.length; c++) {
          scores[c] += shares[i] * weights[at][c];
        }
      }
    }
    return scores;
  }

  /** The features that speak most for a class against the average of all, best first. */
  List<String> speakingFor(String wanted, List<String> features, int most) {
    int wantedAt = classes.indexOf(wanted);
    record Voice(String feature, double weight) {}
    List<Voice> voices = new ArrayList<>();
    for (String feature : features) {
      int at = Arrays.binarySearch(keys, key(feature));
      if (at >= 0) {
        double sum = 0;
        for (float weight : weights[at]) {
          sum += weight;
        }
        double lead = weights[at][wantedAt] - sum / classes.size();
        if (lead > 0) {
          voices.add(new Voice(feature, lead));
        }
      }
    }
    return voices.stream()
        .sorted(Comparator.comparingDouble(Voice::weight).reversed().thenComparing(Voice::feature))
        .limit(most)
        .map(Voice::feature)
        .toList();
  }
}
