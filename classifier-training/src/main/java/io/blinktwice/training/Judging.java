package io.blinktwice.training;

import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.decision.Model.Ranked;
import io.blinktwice.classifier.decision.Odds;
import java.util.List;

/** How examples are judged: by everything, or by one part of it. */
interface Judging {
  Classification of(Example example);

  /** As it is served. */
  static Judging byBoth(Judges knowledge, Learnt learnt) {
    Classifier classifier = new Classifier(knowledge.with(learnt));
    return example -> classifier.classify(Failure.ofText(example.text()));
  }

  static Judging byRules(Judges knowledge) {
    Classifier classifier = new Classifier(knowledge.withoutLearning());
    return example -> classifier.classify(Failure.ofText(example.text()));
  }

  /** Not even exact rules count; whether memory ran out nobody learns, so that stays theirs. */
  static Judging byModels(Judges knowledge, Learnt learnt) {
    Classifier rules = new Classifier(knowledge.withoutLearning());
    return example -> {
      Failure failure = Failure.ofText(example.text());
      List<String> features = rules.features(failure);
      Classification ruled = rules.classify(failure);
      return new Classification(
          odds(learnt.categories().ranked(features)),
          false,
          ruled.memoryRanOut(),
          false,
          learnt.teams().ranked(features).stream().limit(3).toList(),
          ruled.signature(),
          ruled.condition(),
          learnt.id(),
          ruled.reasons());
    };
  }

  private static Odds odds(List<Ranked> ranked) {
    return new Odds(of(ranked, "USER"), of(ranked, "INFRASTRUCTURE"), of(ranked, "SYSTEM"));
  }

  private static double of(List<Ranked> ranked, String category) {
    return ranked.stream()
        .filter(each -> each.name().equals(category))
        .mapToDouble(Ranked::probability)
        .sum();
  }

  default Marks marks(List<Example> examples) {
    Marks marks = new Marks();
    examples.forEach(each -> marks.add(each, of(each)));
    return marks;
  }
}
