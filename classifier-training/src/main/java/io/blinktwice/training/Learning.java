package io.blinktwice.training;

import io.blinktwice.classifier.decision.Model;
import io.blinktwice.classifier.knowledge.ModelFormat;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.MutableDataset;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LinearSGDModel;
import org.tribuo.classification.sgd.linear.LinearSGDTrainer;
import org.tribuo.classification.sgd.objectives.LogMulticlass;
import org.tribuo.impl.ArrayExample;
import org.tribuo.math.la.DenseMatrix;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Learns one model from examples: the same from the same, in the same order. */
final class Learning {
  /** What one story alone has would be learnt by heart. */
  private static final int FEWEST_ORIGINS = 2;

  private static final float SMALLEST_WEIGHT = 0.02f;
  private static final long SEED = 20260101;

  /**
   * What an example shows the learner.
   *
   * @param origin what the example is a variation of
   * @param label what to say of it
   * @param weight how much it counts
   */
  record Lesson(String origin, List<String> features, String label, double weight) {}

  /** How long and how boldly to learn. */
  record Pace(int epochs, double rate) {}

  private Learning() {}

  static ModelFormat.Content learn(List<Lesson> lessons, Pace pace) {
    Logger.getLogger("org.tribuo").setLevel(Level.WARNING);
    LabelFactory labels = new LabelFactory();
    MutableDataset<Label> dataset =
        new MutableDataset<>(
            new SimpleDataSourceProvenance(
                "lessons", OffsetDateTime.parse("2026-01-01T00:00:00Z"), labels),
            labels);
    Map<String, Set<String>> origins = origins(lessons);
    for (Lesson lesson : lessons) {
      double[] shares = Model.shares(lesson.features());
      List<String> known = new ArrayList<>();
      List<Double> values = new ArrayList<>();
      for (int i = 0; i < shares.length; i++) {
        String feature = lesson.features().get(i);
        if (origins.getOrDefault(feature, Set.of()).size() >= FEWEST_ORIGINS) {
          known.add(feature);
          values.add(shares[i]);
        }
      }
      ArrayExample<Label> example =
          new ArrayExample<>(
              new Label(lesson.label()),
              known.toArray(String[]::new),
              values.stream().mapToDouble(Double::doubleValue).toArray());
      example.setWeight((float) lesson.weight());
      if (!known.isEmpty()) {
        dataset.add(example);
      }
    }
    LinearSGDTrainer trainer =
        new LinearSGDTrainer(
            new LogMulticlass(),
            new AdaGrad(pace.rate(), 0.1),
            pace.epochs(),
            Integer.MAX_VALUE,
            16,
            SEED);
    return content((LinearSGDModel) trainer.train(dataset));
  }

  private static Map<String, Set<String>> origins(List<Lesson> lessons) {
    Map<String, Set<String>> origins = new HashMap<>();
    for (Lesson lesson : lessons) {
      for (String feature : lesson.features()) {
        origins.computeIfAbsent(feature, any -> new HashSet<>()).add(lesson.origin());
      }
    }
    return origins;
  }

  private static ModelFormat.Content content(LinearSGDModel learnt) {
    ImmutableFeatureMap features = learnt.getFeatureIDMap();
    ImmutableOutputInfo<Label> outputs = learnt.getOutputIDInfo();
    DenseMatrix weights = learnt.getWeightsCopy();
    List<String> classes = new ArrayList<>();
    for (int c = 0; c < outputs.size(); c++) {
      classes.add(outputs.getOutput(c).getLabel());
    }
    double[] biases = new double[classes.size()];
    for (int c = 0; c < biases.length; c++) {
      biases[c] = weights.get(c, features.size());
    }
    SortedMap<Long, float[]> byKey = new TreeMap<>();
    for (int f = 0; f < features.size(); f++) {
      float[] row = new float[biases.length];
      float largest = 0;
      for (int c = 0; c < row.length; c++) {
        row[c] = (float) weights.get(c, f);
        largest = Math.max(largest, Math.abs(row[c]));
      }
      if (largest >= SMALLEST_WEIGHT) {
        byKey.put(Model.key(features.get(f).getName()), row);
      }
    }
    return new ModelFormat.Content(classes, biases, 1, byKey);
  }

  /** Ready to judge, without a file in between. */
  static Model model(ModelFormat.Content content) {
    long[] keys = content.weights().keySet().stream().mapToLong(Long::longValue).toArray();
    float[][] weights = content.weights().values().toArray(float[][]::new);
    return new Model(content.classes(), keys, weights, content.biases(), content.temperature());
  }
}
