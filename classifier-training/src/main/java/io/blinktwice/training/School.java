package io.blinktwice.training;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.training.Learning.Lesson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Turns examples into lessons and lessons into what a classifier has learnt. */
final class School {
  /** Found by leaving out stories: longer or bolder learning knows them by heart. */
  static final Learning.Pace PACE = new Learning.Pace(4, 0.5);

  /** How often each category is expected to fail; our estimate, stories are not told as often. */
  private static final Map<Category, Double> EXPECTED =
      Map.of(Category.USER, 0.45, Category.INFRASTRUCTURE, 0.25, Category.SYSTEM, 0.30);

  private static final long SEED = 20260101;

  private final Classifier reader;

  School(Judges knowledge) {
    this.reader = new Classifier(knowledge);
  }

  /** An example and what the models see of it. */
  record Pupil(Example example, List<String> features) {}

  List<Pupil> pupils(List<Example> examples) {
    return examples.stream()
        .map(each -> new Pupil(each, reader.features(Failure.ofText(each.text()))))
        .toList();
  }

  /**
   * Names how texts are read now: another phrase, family or rule that any example meets changes it.
   */
  static String readBy(List<Pupil> pupils) {
    StringBuilder all = new StringBuilder();
    pupils.forEach(
        each ->
            each.features().stream().sorted().forEach(feature -> all.append(feature).append('\n')));
    return Training.digest(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Both models: of categories, then of teams. */
  static List<ModelFormat.Content> learn(List<Pupil> pupils) {
    List<Pupil> order = new ArrayList<>(pupils);
    Collections.shuffle(order, new Random(SEED));
    Map<Category, Double> counted = new EnumMap<>(Category.class);
    order.forEach(
        each -> counted.merge(each.example().category(), each.example().weight(), Double::sum));
    double all = counted.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Lesson> categories = new ArrayList<>();
    List<Lesson> teams = new ArrayList<>();
    for (Pupil each : order) {
      Example of = each.example();
      double rarity =
          EXPECTED.getOrDefault(of.category(), 0.0)
              * all
              / counted.getOrDefault(of.category(), all);
      categories.add(
          new Lesson(of.origin(), each.features(), of.category().name(), of.weight() * rarity));
      teams.add(new Lesson(of.origin(), each.features(), of.team(), of.weight()));
    }
    return List.of(Learning.learn(categories, PACE), Learning.learn(teams, PACE));
  }

  static Learnt learnt(
      ModelFormat.Head head, List<ModelFormat.Content> models, double temperature) {
    return new Learnt(
        head.id(),
        Learning.model(models.get(0)).withTemperature(temperature),
        Learning.model(models.get(1)).withTemperature(temperature),
        head.trustInRules(),
        head.trustInVotes());
  }
}
