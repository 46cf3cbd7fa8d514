package io.blinktwice.training;

import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.training.School.Pupil;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What is to be known of the models before they are believed. */
final class ModelCard {
  private ModelCard() {}

  /** All of it: what {@link #summary} says again from the committed files, and the examination. */
  static String text(String summary, Examination.Tuning tuning, Examination examination) {
    return summary + examined(tuning, examination);
  }

  /**
   * What can be said anew in a moment: where the models come from, and the texts from the field.
   */
  static String summary(Learnt learnt, Judges knowledge, List<Pupil> pupils, List<Example> field) {
    CardTables card = new CardTables();
    card.say("# Model card: whose failure is it, and whose desk\n");
    card.say("Written by `classifier-training`; do not edit. How to make it again: its README.\n");
    card.say(
        "`%s`: two multinomial logistic regressions (Tribuo, AdaGrad, %d passes, rate %s, fixed seed and order)"
                .formatted(learnt.id(), School.PACE.epochs(), School.PACE.rate())
            + " over words, exceptions, families of frames, conditions, phrases and the rule that applies; one says"
            + " the category, one the team. Temperature %s; rules count %s and votes for teams %s beside them."
                .formatted(
                    learnt.categories().temperature(), learnt.trustInRules(), learnt.trustInVotes())
            + " Read by families, phrases and rules `%s`.\n".formatted(School.readBy(pupils)));
    data(card, pupils.stream().map(Pupil::example).toList());
    field(card, learnt, knowledge, field);
    return card.text();
  }

  private static void data(CardTables card, List<Example> corpus) {
    card.say("## Data\n");
    card.say("%d examples, all made by this repository.\n".formatted(corpus.size()));
    card.say("| generator | examples | kinds | USER | INFRASTRUCTURE | SYSTEM | memory | weight |");
    card.say("|---|---|---|---|---|---|---|---|");
    Map<String, List<Example>> byGenerator = by(corpus, Example::generator);
    byGenerator.forEach(
        (generator, examples) -> {
          Map<String, List<Example>> categories = by(examples, each -> each.category().name());
          card.say(
              "| %s | %d | %d | %d | %d | %d | %d | %s |"
                  .formatted(
                      generator,
                      examples.size(),
                      by(examples, Example::origin).size(),
                      categories.getOrDefault("USER", List.of()).size(),
                      categories.getOrDefault("INFRASTRUCTURE", List.of()).size(),
                      categories.getOrDefault("SYSTEM", List.of()).size(),
                      examples.stream().filter(Example::memoryRanOut).count(),
                      examples.getFirst().weight()));
        });
    card.say("\nTeams: %s.\n".formatted(counted(by(corpus, Example::team))));
    card.say("Releases: %s.\n".formatted(counted(by(corpus, Example::version))));
  }

  private static Map<String, List<Example>> by(
      List<Example> examples, Function<Example, String> name) {
    Map<String, List<Example>> groups = new TreeMap<>();
    for (Example each : examples) {
      groups.computeIfAbsent(name.apply(each), any -> new ArrayList<>()).add(each);
    }
    return groups;
  }

  private static String counted(Map<String, List<Example>> groups) {
    return String.join(
        ", ",
        groups.entrySet().stream()
            .map(each -> each.getKey() + " " + each.getValue().size())
            .toList());
  }

  private static void field(CardTables card, Learnt learnt, Judges knowledge, List<Example> field) {
    card.say(
        """
        ## Texts from the field

        Short excerpts as somebody who runs Spark meets them (`classifier-training/examination`), written and
        labelled by us before looking at what the classifier says of them, and never learnt from. Intervals: 95 %
        of a thousand bootstrap draws.
        """);
    card.columns("");
    Judging judging = Judging.byBoth(knowledge, learnt);
    Marks both = judging.marks(field);
    card.rowWithIntervals("rules only", Judging.byRules(knowledge).marks(field));
    card.rowWithIntervals("model only", Judging.byModels(knowledge, learnt).marks(field));
    card.rowWithIntervals("both", both);
    by(field, each -> each.origin().substring(0, each.origin().indexOf('/')))
        .forEach((file, texts) -> card.row("both, `" + file + "`", judging.marks(texts)));
    card.say("\nCategories, both:\n");
    card.confusion(both);
    card.say("\nTeams, both:\n");
    card.teamConfusion(both);
    card.say("\nCalibration of categories, both:\n");
    card.curve(both.curve());
    card.say(
        String.format(
            Locale.ROOT,
            "%nCalibration of teams, both (error %.3f):%n",
            both.teamCalibrationError()));
    card.curve(both.teamCurve());
    card.say("");
  }

  private static String examined(Examination.Tuning tuning, Examination examination) {
    CardTables card = new CardTables();
    Marks both = examination.both(tuning);
    card.say(
        """
        ## On kinds of failures that were left out

        A *story* is one kind of failure, told in %d ways; a driven *case* is one that real servers were driven
        into. Here whole kinds are left out and asked about: harder than practice, where most failures are of a
        known kind. Temperature and trust were fitted on these and, as often, on unseen tellings of known stories.
        """
            .formatted(Training.OF_EACH_STORY));
    card.columns("");
    card.row("rules only", examination.rulesOnly());
    card.row("model only", examination.modelOnly(tuning));
    card.row("both", both);
    card.row("both, driven cases", examination.driven(tuning));
    card.row("both, half of the kinds known", examination.asUsual(tuning));
    card.row("both, whole topics left out", examination.withoutTopics(tuning));
    card.say("\n## Without one source of examples\n");
    card.say("A left-out generator or release is asked about with models that never saw it.\n");
    card.columns("left out");
    card.rows("generator ", examination.withoutEachGenerator(tuning));
    card.rows("release ", examination.withoutEachVersion(tuning));
    card.say("\n## Confusion, both, kinds left out\n");
    card.confusion(both);
    card.say("");
    card.teamConfusion(both);
    card.say("\n## Calibration, both, kinds left out\n");
    card.say("Categories:\n");
    card.curve(both.curve());
    card.say("\nTeams:\n");
    card.curve(both.teamCurve());
    card.say(
        """

        ## Known weak spots

        - The same exception under different causes (a wrong address or a lost network, a user's null or the
          engine's) is told apart by frames only; a text without frames leaves it open, and the odds say so.
        - Stories are our knowledge: a connector or vendor that none of them names is judged by its packages alone.
        - Labels of the catalogue are those of SQLSTATE classes, and count a third.
        - Driven servers have no Python and no connector of their own: cases are SQL, files, settings, network and
          jars.""");
    return card.text();
  }
}
