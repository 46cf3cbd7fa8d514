package io.blinktwice.classifier.retraining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.decision.Category;
import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.knowledge.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainingTest {
  private static final Judges JUDGES = BuiltIn.knowledge().with(BuiltIn.learnt());

  /** A connector of nobody's knowing, whose complaints look like a setting that is wrong. */
  private static final List<String> WORDS =
      List.of("zorb", "frell", "quonk", "blim", "snerf", "vlapp", "gorm", "trill");

  @TempDir Path folder;

  private static String text(int i, String end) {
    return "java.lang.IllegalArgumentException: the %s of the %s must be set to %s"
        .formatted(WORDS.get(i % 8), WORDS.get((i / 8 + 1) % 8), end);
  }

  private static ProvedFailure proved(int i, String end, boolean versionsFault) {
    return new ProvedFailure(Failure.ofText(text(i, end)), "s" + i + end, versionsFault, 1);
  }

  /** Where the text ends in "warble", the version did it; where in "crumb", it did not. */
  private static List<ProvedFailure> lessons() {
    List<ProvedFailure> lessons = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lessons.add(proved(i, "warble", true));
      lessons.add(proved(i, "crumb", false));
    }
    return lessons;
  }

  @Test
  void learnsWhatRetriesProveAndShowsItOnFailuresThatItWasNotShown() {
    Retraining.Report report = new Retraining(JUDGES, lessons()).report();

    assertEquals(80, report.before().count());
    assertEquals(40, report.systems());
    assertTrue(report.after().logLoss() < report.before().logLoss() - 0.2, report::toString);
    assertTrue(report.after().right() > report.before().right(), report::toString);
    assertTrue(report.isBetter());
  }

  @Test
  void claimsNothingAboutTheOtherCategoriesWhenTheVersionWasNotIt() {
    Failure failure = Failure.ofText(text(3, "crumb"));
    Retraining.Report report = new Retraining(JUDGES, lessons()).report();

    var odds = new Classifier(JUDGES.with(report.candidate())).classify(failure).odds();

    assertEquals(Category.USER, new Classifier(JUDGES).classify(failure).odds().likeliest());
    assertEquals(Category.USER, odds.likeliest());
    assertTrue(odds.user() > 5 * odds.infrastructure(), odds::toString);
  }

  @Test
  void leavesAloneWhatNoLessonWasAbout() {
    Retraining.Report report = new Retraining(JUDGES, lessons()).report();
    Classifier after = new Classifier(JUDGES.with(report.candidate()));
    Classifier before = new Classifier(JUDGES);
    for (String text :
        List.of(
            "java.io.IOException: No space left on device",
            "org.apache.spark.sql.AnalysisException: Table or view not found: t",
            "java.lang.NullPointerException\n"
                + "\tat org.apache.hudi.HoodieSparkSqlWriter$.write(H.scala:1)")) {
      Failure failure = Failure.ofText(text);
      assertEquals(
          before.classify(failure).odds().likeliest(), after.classify(failure).odds().likeliest());
    }
  }

  @Test
  void theOrderOfLessonsDoesNotMatter() {
    List<ProvedFailure> turned = new ArrayList<>(lessons()).reversed();

    Judges.Learnt one = new Retraining(JUDGES, lessons()).report().candidate();
    Judges.Learnt other = new Retraining(JUDGES, turned).report().candidate();

    assertEquals(one.id(), other.id());
    List<String> features = new Classifier(JUDGES).features(Failure.ofText(text(1, "warble")));
    assertArrayEquals(
        one.categories().probabilities(features), other.categories().probabilities(features));
  }

  @Test
  void aCandidateIsNamedAfterWhatItStartedFromAndSurvivesItsFile() throws IOException {
    Judges.Learnt candidate = new Retraining(JUDGES, lessons()).report().candidate();
    Path file = folder.resolve("candidate.bin.gz");
    ModelFormat.write(Files.newOutputStream(file), candidate);

    Judges.Learnt read = BuiltIn.learnt(file);

    assertEquals(candidate.id(), read.id());
    assertTrue(read.id().startsWith(BuiltIn.learnt().id() + "+"), read.id());
    Failure failure = Failure.ofText(text(2, "warble"));
    assertEquals(
        new Classifier(JUDGES.with(candidate)).classify(failure).odds().system(),
        new Classifier(JUDGES.with(read)).classify(failure).odds().system(),
        0.03);
  }

  @Test
  void whatStartedFromACandidateHasANameOfItsOwn() {
    Judges.Learnt first = new Retraining(JUDGES, lessons()).report().candidate();
    Judges.Learnt second = new Retraining(JUDGES.with(first), lessons()).report().candidate();

    assertNotEquals(first.id(), second.id());
    assertEquals(first.id().length(), second.id().length());
  }

  @Test
  void contradictingLessonsGiveNoBetterCandidate() {
    List<ProvedFailure> lessons = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lessons.add(proved(i, "warble", i % 2 == 0));
    }

    Retraining.Report report = new Retraining(JUDGES, lessons).report();

    assertFalse(report.after().right() > report.before().right() + 0.3, report::toString);
  }

  @Test
  void fewLessonsAreRefused() {
    List<ProvedFailure> few = lessons().subList(0, Retraining.FEWEST - 1);

    assertThrows(IllegalArgumentException.class, () -> new Retraining(JUDGES, few));
  }

  @Test
  void aRareKindOfRetryCountsMoreButNotWithoutBound() {
    Failure failure = Failure.ofText("x");

    assertEquals(2, ProvedFailure.drawn(failure, "s", true, 0.5).weight());
    assertEquals(10, ProvedFailure.drawn(failure, "s", true, 0).weight());
    assertEquals(1, ProvedFailure.drawn(failure, "s", true, 7).weight());
  }

  @Test
  void aFileThatHoldsNoModelsIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("rubbish"), "no models");

    String said =
        String.valueOf(assertThrows(IOException.class, () -> BuiltIn.learnt(file)).getMessage());

    assertTrue(said.contains("rubbish"), said);
  }
}
