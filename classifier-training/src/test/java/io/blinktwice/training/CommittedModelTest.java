package io.blinktwice.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.training.School.Pupil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The committed models are what the committed corpus teaches. */
class CommittedModelTest {
  private static final Path CORPUS = Path.of("..").resolve(Training.CORPUS);
  private static final double ROUNDING_OF_WEIGHTS = 0.03;

  private static List<Example> examples = List.of();
  private static List<Pupil> pupils = List.of();

  @BeforeAll
  static void read() throws IOException {
    examples = Corpus.read(CORPUS);
    pupils = new School(BuiltIn.knowledge()).pupils(examples);
  }

  @Test
  void learningAgainSaysTheSameOfEveryExample() {
    Learnt committed = BuiltIn.learnt();
    List<ModelFormat.Content> again = School.learn(pupils);
    Learnt anew =
        School.learnt(
            new ModelFormat.Head("again", committed.trustInRules(), committed.trustInVotes()),
            again,
            committed.categories().temperature());
    for (Pupil each : pupils) {
      double[] then = committed.categories().probabilities(each.features());
      double[] now = anew.categories().probabilities(each.features());
      for (int c = 0; c < then.length; c++) {
        assertEquals(then[c], now[c], ROUNDING_OF_WEIGHTS, each.example()::text);
      }
      assertEquals(
          committed.teams().ranked(each.features()).getFirst().probability(),
          anew.teams().ranked(each.features()).getFirst().probability(),
          ROUNDING_OF_WEIGHTS,
          each.example()::text);
    }
  }

  @Test
  void theModelsNameTheCorpusThatTaughtThem() throws IOException {
    assertEquals(Training.id(CORPUS), BuiltIn.learnt().id());
  }

  @Test
  void theCardSaysWhatTheCommittedFilesAre() throws IOException {
    String summary =
        ModelCard.summary(
            BuiltIn.learnt(),
            BuiltIn.knowledge(),
            pupils,
            FieldTexts.in(Path.of("..").resolve(Training.FIELD)));
    String card = Files.readString(Path.of("..").resolve(Training.CARD));

    assertEquals(summary, card.substring(0, Math.min(card.length(), summary.length())));
  }

  @Test
  void nothingFromTheFieldIsLearnt() throws IOException {
    Set<String> learnt = new HashSet<>(examples.stream().map(Example::text).toList());
    List<Example> field = FieldTexts.in(Path.of("..").resolve(Training.FIELD));

    assertTrue(field.size() >= 300, () -> field.size() + " texts");
    field.forEach(each -> assertFalse(learnt.contains(each.text().strip()), each::origin));
  }

  @Test
  void theStoriesOfTheCorpusAreTheOnesThatStandHere() {
    List<Example> told = Stories.examples(Training.SEED, Training.OF_EACH_STORY);
    List<Example> kept =
        examples.stream().filter(each -> each.generator().equals(Stories.GENERATOR)).toList();
    assertEquals(told, kept);
  }

  @Test
  void theDrivenFailuresOfTheCorpusAreThoseThatWereKept() throws IOException {
    List<Example> driven =
        examples.stream().filter(each -> each.generator().equals(Driven.GENERATOR)).toList();

    assertEquals(Driven.examples(Path.of("..").resolve(Training.DRIVEN), Training.SEED), driven);
    assertTrue(driven.stream().map(Example::version).distinct().count() >= 3);
  }

  @Test
  void everyStoryNamesATeamAndIsToldInDifferentWords() {
    for (Story story : Stories.all()) {
      assertTrue(story.team().matches("[a-z]+(-[a-z0-9]+)*"), story.id());
      long different =
          examples.stream()
              .filter(each -> each.origin().equals(story.id()))
              .map(Example::text)
              .distinct()
              .count();
      assertTrue(different > 3, story.id());
    }
  }
}
