package io.blinktwice.training;

import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.training.School.Pupil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Examines what was learnt on examples whose origin it has never seen: whole stories, generators
 * and releases are left out, never single examples.
 */
final class Examination {
  private static final int FOLDS = 5;
  private static final int ASKED_OF_EACH = 3;
  private static final long OTHER_SEED = 2;
  private static final double TRUST_IN_VOTES = 0.6;

  private final Judges knowledge;
  private final List<Pupil> pupils;
  private final List<Sitting> byOrigin;

  /**
   * What we expect of practice: every second failure is of a known kind, in words of its own. Left
   * out stories alone would make the odds too timid, known ones alone too bold.
   */
  private final List<Sitting> asUsual;

  /**
   * Models learnt without those whom they are asked about.
   *
   * @param asked every third, as ten tellings of one story say little more than three
   */
  private record Sitting(List<ModelFormat.Content> models, List<Example> asked) {}

  /**
   * What was fitted beside the weights, on stories left out.
   *
   * @param temperature by which scores are divided
   */
  record Tuning(double temperature, double trustInRules, double trustInVotes) {}

  Examination(Judges knowledge, List<Pupil> pupils) {
    this.knowledge = knowledge;
    this.pupils = pupils;
    this.byOrigin = new ArrayList<>();
    this.asUsual = new ArrayList<>();
    List<Example> freshlyTold = Stories.examples(OTHER_SEED, ASKED_OF_EACH);
    for (int fold = 0; fold < FOLDS; fold++) {
      int left = fold;
      Sitting sitting = without(each -> fold(each) == left);
      byOrigin.add(sitting);
      List<Example> known = freshlyTold.stream().filter(each -> fold(each) != left).toList();
      asUsual.add(sitting);
      asUsual.add(new Sitting(sitting.models(), known));
    }
  }

  private static int fold(Example example) {
    return Math.floorMod(example.origin().hashCode() * 31, FOLDS);
  }

  private Sitting without(Predicate<Example> leftOut) {
    List<Pupil> learning = pupils.stream().filter(each -> !leftOut.test(each.example())).toList();
    List<Example> asked = pupils.stream().map(Pupil::example).filter(leftOut).toList();
    List<Example> some = new ArrayList<>();
    for (int i = 0; i < asked.size(); i += ASKED_OF_EACH) {
      some.add(asked.get(i));
    }
    return new Sitting(School.learn(learning), some);
  }

  /** The temperature and trust with the smallest log loss on unseen stories and unseen words. */
  Tuning tuned() {
    Tuning best = new Tuning(1, 0, TRUST_IN_VOTES);
    double least = Double.MAX_VALUE;
    for (double temperature : List.of(1.5, 2.0, 3.0)) {
      for (double trust : List.of(0.4, 0.7)) {
        Tuning tuning = new Tuning(temperature, trust, TRUST_IN_VOTES);
        double loss = marks(asUsual, tuning, Examination::isStory).meanLogLoss();
        if (loss < least) {
          least = loss;
          best = tuning;
        }
      }
    }
    return best;
  }

  /**
   * Others are mostly of the catalogue, and say little beyond how well its conditions are known.
   */
  private static boolean isStory(Example example) {
    return example.generator().equals(Stories.GENERATOR);
  }

  private Marks marks(List<Sitting> sittings, Tuning tuning, Predicate<Example> counted) {
    return marks(sittings, counted, sitting -> Judging.byBoth(knowledge, learnt(sitting, tuning)));
  }

  private static Marks marks(
      List<Sitting> sittings, Predicate<Example> counted, Function<Sitting, Judging> judgings) {
    Marks marks = new Marks();
    for (Sitting sitting : sittings) {
      Judging judging = judgings.apply(sitting);
      sitting.asked().stream().filter(counted).forEach(each -> marks.add(each, judging.of(each)));
    }
    return marks;
  }

  private static Learnt learnt(Sitting sitting, Tuning tuning) {
    ModelFormat.Head head =
        new ModelFormat.Head("examined", tuning.trustInRules(), tuning.trustInVotes());
    return School.learnt(head, sitting.models(), tuning.temperature());
  }

  Marks both(Tuning tuning) {
    return marks(byOrigin, tuning, Examination::isStory);
  }

  Marks driven(Tuning tuning) {
    return marks(byOrigin, tuning, each -> each.generator().equals(Driven.GENERATOR));
  }

  Marks asUsual(Tuning tuning) {
    return marks(asUsual, tuning, Examination::isStory);
  }

  Marks modelOnly(Tuning tuning) {
    return marks(
        byOrigin,
        Examination::isStory,
        sitting -> Judging.byModels(knowledge, learnt(sitting, tuning)));
  }

  /** Harder still: everything that is told about a part of the ecosystem is left out at once. */
  Marks withoutTopics(Tuning tuning) {
    List<Sitting> sittings = new ArrayList<>();
    for (int fold = 0; fold < FOLDS; fold++) {
      int left = fold;
      sittings.add(
          without(
              each ->
                  !each.topic().isEmpty()
                      && Math.floorMod(each.topic().hashCode() * 31, FOLDS) == left));
    }
    return marks(sittings, tuning, Examination::isStory);
  }

  Marks rulesOnly() {
    Judging rules = Judging.byRules(knowledge);
    return marks(byOrigin, Examination::isStory, any -> rules);
  }

  Map<String, Marks> withoutEachGenerator(Tuning tuning) {
    return withoutEach(Example::generator, tuning);
  }

  Map<String, Marks> withoutEachVersion(Tuning tuning) {
    return withoutEach(Example::version, tuning);
  }

  private Map<String, Marks> withoutEach(Function<Example, String> group, Tuning tuning) {
    Map<String, Marks> marks = new LinkedHashMap<>();
    for (String name : new TreeSet<>(pupils.stream().map(Pupil::example).map(group).toList())) {
      Sitting sitting = without(each -> group.apply(each).equals(name));
      marks.put(name, marks(List.of(sitting), tuning, any -> true));
    }
    return marks;
  }
}
