package io.blinktwice.classifier.effect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.classifier.decision.Classifier;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentKind;
import io.blinktwice.events.EnrichmentRequest;
import io.blinktwice.events.EnrichmentResult;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TeamAdviceTest {
  private static final Classifier CLASSIFIER = BuiltIn.classifier();
  private static final String LOG =
      """
      ERROR Executor: Exception in task 0.0 in stage 3.0
      java.io.IOException: No space left on device
      \tat org.apache.spark.storage.DiskBlockObjectWriter.write(DiskBlockObjectWriter.scala:102)
      """;

  private static Enrichment found(EnrichmentKind kind, String collector, String content) {
    return enrichment(
        EnrichmentResult.newBuilder()
            .setRequestId("asked")
            .setCollector(collector)
            .setKind(kind)
            .setAttempt(1)
            .setContent(content)
            .build(),
        null);
  }

  private static Enrichment enrichment(
      @Nullable EnrichmentResult result, @Nullable EnrichmentRequest request) {
    return Enrichment.newBuilder()
        .setEnrichmentId("e1")
        .setTicketId("t1")
        .setResult(result)
        .setRequest(request)
        .setAt(Instant.EPOCH)
        .build();
  }

  @Test
  void aLogIsOfferedToTheTeamModelAndTheTicketIsToldWhatItSays() {
    Enrichment log = found(EnrichmentKind.SERVER_LOG, "pool", LOG);
    Enrichment advice = TeamAdvice.advice(log, CLASSIFIER).orElseThrow();

    EnrichmentResult told = Objects.requireNonNull(advice.getResult());
    assertEquals("t1", advice.getTicketId());
    assertEquals("e1", told.getRequestId());
    var teams = CLASSIFIER.classify(Failure.ofText(LOG)).teams();
    assertEquals(teams.size(), told.getFigures().size());
    assertEquals(teams.getFirst().probability(), told.getFigures().get(teams.getFirst().name()));
    assertTrue(told.getContent().contains(teams.getFirst().name()), told::getContent);
    assertEquals(advice, TeamAdvice.advice(log, CLASSIFIER).orElseThrow(), "the same again");
  }

  @Test
  void onlyLogsOfCollectorsAreAdvisedOn() {
    assertTrue(none(found(EnrichmentKind.RUN_METRICS, "pinning", LOG)));
    assertTrue(none(found(EnrichmentKind.SERVER_LOG, "classifier", LOG)), "not its own");
    assertTrue(none(found(EnrichmentKind.SERVER_LOG, "pool", " \n")));
    assertTrue(none(enrichment(null, EnrichmentRequest.newBuilder().setWorkspace("w").build())));
    Enrichment failed = found(EnrichmentKind.SERVER_LOG, "pool", LOG);
    Objects.requireNonNull(failed.getResult()).setFailure("no such file");
    assertTrue(none(failed));
  }

  private static boolean none(Enrichment said) {
    return TeamAdvice.advice(said, CLASSIFIER).isEmpty();
  }
}
