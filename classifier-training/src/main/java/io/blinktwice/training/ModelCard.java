package io.blinktwice.training;

import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.training.Examination.Tuning;
import java.util.Locale;
import java.util.Map;

/** What is to be known of the models before they are believed. */
final class ModelCard {
  private final ModelFormat.Head head;
  private final Tuning tuning;
  private final Examination examination;
  private final StringBuilder text = new StringBuilder();

  ModelCard(ModelFormat.Head head, Tuning tuning, Examination examination) {
    this.head = head;
    this.tuning = tuning;
    this.examination = examination;
  }

  String text() {
    Marks both = examination.both(tuning);
    opening();
    say("## On stories that were left out\n");
    say("| | n | accuracy | macro-F1 | memory F1 | team | among three | calibration error |");
    say("|---|---|---|---|---|---|---|---|");
    row("rules only", examination.rulesOnly());
    row("model only", examination.modelOnly(tuning));
    row("both", both);
    row("both, half of the stories known", examination.asUsual(tuning));
    row("both, whole topics left out", examination.withoutTopics(tuning));
    say("\n## Without one source of examples\n");
    say(
        "| left out | n | accuracy | macro-F1 | memory F1 | team | among three | calibration error |");
    say("|---|---|---|---|---|---|---|---|");
    rows("generator ", examination.withoutEachGenerator(tuning));
    rows("release ", examination.withoutEachVersion(tuning));
    confusion(both);
    curve(both);
    closing();
    return text.toString();
  }

  private void opening() {
    say("# Model card: whose failure is it, and whose desk\n");
    say("Written by `classifier-training`; do not edit. How to make it again: its README.\n");
    say(
        "`%s`: two multinomial logistic regressions (Tribuo, AdaGrad, %d passes, rate %s, fixed seed and order)"
                .formatted(head.id(), School.PACE.epochs(), School.PACE.rate())
            + " over words, exceptions, families of frames, conditions, phrases and the rule that applies."
            + " Temperature %s; rules count %s and votes for teams %s beside them, by the log loss on unseen stories and, as often, unseen tellings of known ones.\n"
                .formatted(tuning.temperature(), tuning.trustInRules(), tuning.trustInVotes()));
    say(
        "**Learnt from** %d examples, all made by this repository: %s; categories %s.\n"
            .formatted(
                examination.examples(),
                examination.counts(Example::generator),
                examination.counts(each -> each.category().name())));
    say(
        "A *story* is one kind of failure, told in twenty ways. Below, whole stories are left out and asked about:"
            + " harder than real life, where most failures are of a known kind.\n");
  }

  private void rows(String what, Map<String, Marks> marks) {
    marks.forEach((name, each) -> row(what + name, each));
  }

  private void row(String name, Marks marks) {
    say(
        String.format(
            Locale.ROOT,
            "| %s | %d | %.3f | %.3f | %.3f | %.3f | %.3f | %.3f |",
            name,
            marks.count(),
            marks.accuracy(),
            marks.macroF1(),
            marks.memoryF1(),
            marks.team(),
            marks.teamAmongThree(),
            marks.calibrationError()));
  }

  private void confusion(Marks marks) {
    say("\n## Confusion, both, stories left out\n");
    say("| was | said USER | INFRASTRUCTURE | SYSTEM |\n|---|---|---|---|");
    String[] names = {"USER", "INFRASTRUCTURE", "SYSTEM"};
    int[][] counts = marks.confusion();
    for (int c = 0; c < names.length; c++) {
      say("| %s | %d | %d | %d |".formatted(names[c], counts[c][0], counts[c][1], counts[c][2]));
    }
  }

  private void curve(Marks marks) {
    say("\n## Calibration, both, stories left out\n");
    say("| said | was right | n |\n|---|---|---|");
    for (Marks.Bin bin : marks.curve()) {
      say(String.format(Locale.ROOT, "| %.2f | %.2f | %d |", bin.sure(), bin.right(), bin.count()));
    }
  }

  private void closing() {
    say("\n## Known weak spots\n");
    say(
        "- The same exception under different causes (a wrong address or a lost network, a user's null or the");
    say(
        "  engine's) is told apart by frames only; a text without frames leaves it open, and the odds say so.");
    say(
        "- Stories are our knowledge: a connector or vendor that none of them names is judged by its packages alone.");
    say("- Labels of the catalogue are those of SQLSTATE classes, and count a third.");
  }

  private void say(String line) {
    text.append(line).append('\n');
  }
}
