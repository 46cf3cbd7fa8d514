package io.blinktwice.classifier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.knowledge.ModelFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgingTest {
  @TempDir Path folder;

  private Path models(String id) throws IOException {
    Learnt ours = BuiltIn.learnt();
    Path file = folder.resolve(id);
    ModelFormat.write(
        Files.newOutputStream(file),
        new Learnt(id, ours.categories(), ours.teams(), ours.trustInRules(), ours.trustInVotes()));
    return file;
  }

  private static @Nullable String idOf(Classifier classifier) {
    return classifier.classify(Failure.ofText("java.lang.NullPointerException: gone")).model();
  }

  @Test
  void thisReleasesModelsJudgeAloneWhereNothingIsChosen() {
    Judging judging = new Judging(new ClassifierConfig(null, null));

    assertEquals(BuiltIn.learnt().id(), idOf(judging.published()));
    assertNull(judging.shadow().candidate());
    assertEquals(1, judging.all().size());
  }

  @Test
  void oneFilePublishesTheOtherIsTheShadow() throws IOException {
    Judging judging = new Judging(new ClassifierConfig(models("chosen"), models("candidate")));

    assertEquals(
        List.of("chosen", "candidate"),
        judging.all().stream().map(each -> String.valueOf(idOf(each))).toList());
    assertEquals("chosen", idOf(judging.published()));
  }

  @Test
  void allFilesThatCannotBeUsedAreNamedAtStart() throws IOException {
    Path rubbish = Files.writeString(folder.resolve("rubbish"), "no models");
    Path half = folder.resolve("half");
    Files.write(half, Arrays.copyOf(Files.readAllBytes(models("whole")), 2_000));

    String said =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new ClassifierConfig(folder.resolve("nowhere"), rubbish))
                .getMessage());
    String ofHalf =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> new ClassifierConfig(null, half))
                .getMessage());

    assertTrue(said.startsWith("blinktwice.classifier: "), said);
    assertTrue(said.contains("model") && said.contains("nowhere"), said);
    assertTrue(said.contains("shadow") && said.contains("rubbish"), said);
    assertTrue(ofHalf.contains("half"), ofHalf);
  }
}
