package io.blinktwice.classifier.retraining;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.decision.Model;
import io.blinktwice.classifier.decision.Odds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes a candidate from what retries proved, and compares it with the classifier that is on.
 *
 * <p>A retry proves that the version did it, or that it did not; whose fault it was then stays
 * open. The candidate therefore learns to tell SYSTEM from the rest, and keeps the odds between the
 * rest as they were. It starts from the weights that are on and is drawn back to them, so that few
 * lessons move it little. The same lessons in whatever order give the same candidate.
 */
public final class Retraining {
  /** Fewer would say nothing about either classifier. */
  public static final int FEWEST = 20;

  private static final int PARTS = 5;

  private final Judges judges;
  private final Learnt on;
  private final List<ProvedFailure> lessons;

  /**
   * What came of it.
   *
   * @param before the classifier that is on, asked about every lesson
   * @param after candidates like this one, each asked about signatures that it was not shown
   */
  public record Report(Learnt candidate, int systems, Scores before, Scores after) {
    /** Whether it is worth a try in the shadow. */
    public boolean isBetter() {
      return after.logLoss() < before.logLoss() && after.right() >= before.right();
    }
  }

  /** Of a classifier that has learnt something. */
  public Retraining(Judges judges, List<ProvedFailure> lessons) {
    Learnt learnt = judges.learnt();
    if (learnt == null) {
      throw new IllegalArgumentException("rules alone have no weights to start from");
    }
    if (lessons.size() < FEWEST) {
      throw new IllegalArgumentException(
          "%d failures were proved by retries; %d are needed".formatted(lessons.size(), FEWEST));
    }
    this.judges = judges;
    this.on = learnt;
    this.lessons =
        lessons.stream()
            .sorted(
                Comparator.comparing(ProvedFailure::signature)
                    .thenComparing(each -> each.failure().message())
                    .thenComparing(ProvedFailure::versionsFault)
                    .thenComparingDouble(ProvedFailure::weight))
            .toList();
  }

  public Report report() {
    Classifier now = new Classifier(judges);
    List<Scores.Answer> before = new ArrayList<>();
    List<Scores.Answer> after = new ArrayList<>();
    for (int part = 0; part < PARTS; part++) {
      int asked = part;
      Classifier other =
          new Classifier(
              judges.with(
                  candidate(
                      lessons.stream().filter(each -> part(each) != asked).toList(), on.id())));
      for (ProvedFailure each : lessons) {
        if (part(each) == asked) {
          before.add(Scores.Answer.of(now, each));
          after.add(Scores.Answer.of(other, each));
        }
      }
    }
    int systems = (int) lessons.stream().filter(ProvedFailure::versionsFault).count();
    return new Report(
        candidate(lessons, CandidateName.of(on.id(), lessons)),
        systems,
        Scores.of(before),
        Scores.of(after));
  }

  private static int part(ProvedFailure lesson) {
    return Math.floorMod(lesson.signature().hashCode(), PARTS);
  }

  private Learnt candidate(List<ProvedFailure> learnt, String id) {
    Classifier reader = new Classifier(judges);
    int system = on.categories().classes().indexOf(Category.SYSTEM.name());
    Adaptation adaptation = new Adaptation(on.categories(), system);
    for (ProvedFailure each : learnt) {
      adaptation.show(
          reader.features(each.failure()),
          odds(reader.classify(each.failure()).odds()),
          each.versionsFault(),
          each.weight());
    }
    Model adapted = adaptation.model();
    return new Learnt(id, adapted, on.teams(), on.trustInRules(), on.trustInVotes());
  }

  /** In the order of the model's classes. */
  private double[] odds(Odds whole) {
    return on.categories().classes().stream()
        .mapToDouble(name -> whole.byCategory().getOrDefault(Category.valueOf(name), 0.0))
        .toArray();
  }
}
