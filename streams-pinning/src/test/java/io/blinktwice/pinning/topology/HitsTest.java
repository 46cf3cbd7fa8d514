package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.pinning.decision.Hits;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whom the same failure hit: counted from tickets, weighed, and recorded with the decision. */
class HitsTest {
  private static final Hits.Failure FAILURE =
      new Hits.Failure(new EngineVersion(Driven.NEW), "sig");

  @Test
  void thePinSaysHowManyOthersItCounted(@TempDir Path folder) {
    try (Driven driven = new Driven(folder)) {
      driven.cleanRuns();
      driven.hits(new Hits(Map.of(FAILURE, 7)));
      driven.blinkTwice("run-x");
      PinEvidence evidence = Objects.requireNonNull(driven.pins().getLast().value().getEvidence());
      assertEquals(7, evidence.getOthersHit());
      RunVerdict verdict = driven.verdicts().getLast();
      assertEquals(7, verdict.getOthersHit());
      assertEquals(evidence.getPosterior(), verdict.getPosterior());
      assertTrue(
          verdict.getReasons().stream()
              .anyMatch(reason -> reason.getSentence().contains("7 other workloads")));
    }
  }

  @Test
  void severalTicketsOfOneFailureAddUpAndLeaveNothingBehind() {
    HitsFold fold = new HitsFold();
    fold.hit("a", FAILURE, 3);
    fold.hit("b", FAILURE, 4);
    fold.hit("a", FAILURE, 5);
    assertEquals(Map.of(FAILURE, 9), fold.now().workloads());
    fold.gone("a");
    fold.gone("b");
    fold.gone("never seen");
    assertEquals(Hits.NONE, fold.now());
  }

  @Test
  void agreesWithASumOverTheTicketsThereAreAndStaysBounded() {
    HitsFold fold = new HitsFold();
    Random random = new Random(5);
    Map<String, Integer> expected = new HashMap<>();
    for (int step = 0; step < 2_000; step++) {
      String ticket = "t" + random.nextInt(50);
      int pinned = random.nextInt(4);
      if (pinned == 0) {
        fold.gone(ticket);
        expected.remove(ticket);
      } else {
        fold.hit(ticket, FAILURE, pinned);
        expected.put(ticket, pinned);
      }
      int sum = expected.values().stream().mapToInt(Integer::intValue).sum();
      assertEquals(sum, fold.now().workloads().getOrDefault(FAILURE, 0), "step " + step);
    }
    for (int ticket = 0; ticket < HitsFold.MOST_TICKETS + 50; ticket++) {
      fold.hit("many-" + ticket, new Hits.Failure(FAILURE.release(), "s" + ticket), 1);
    }
    assertEquals(HitsFold.MOST_TICKETS, fold.now().workloads().size());
  }
}
