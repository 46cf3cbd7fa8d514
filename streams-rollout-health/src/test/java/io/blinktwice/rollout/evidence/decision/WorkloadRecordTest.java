package io.blinktwice.rollout.evidence.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.blinktwice.contract.state.StateWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkloadRecordTest {
  private static final Instant AT = Instant.parse("2026-01-05T00:00:00Z");
  private static final String NEW = "4.2.0";
  private static final String OLD = "3.5.7";

  private WorkloadRecord record = WorkloadRecord.unknown("u");

  @Test
  void aRetryThatTheLotSentBackIsFollowedByTheComparison() {
    assertInstanceOf(News.Suspected.class, hear(1, NEW, drawn(true)));
    keepAndRead();
    News.Retried again = (News.Retried) hear(2, NEW, Fact.Ending.COMPARED);
    assertEquals(retried(2, true, false, false), again);
    keepAndRead();
    assertEquals(retried(3, false, true, true), hear(3, OLD, Fact.Ending.CLEAN));
    assertEquals(new History(1, 1), record.history());
  }

  @Test
  void whatRecoversByItselfIsAFlakeAndNoComparison() {
    hear(1, NEW, drawn(true));
    assertEquals(retried(2, true, true, true), hear(2, NEW, Fact.Ending.CLEAN));
    assertEquals(new History(1, 1), record.history());
  }

  @Test
  void aRetryThatFailedForGoodEndsTheComparison() {
    hear(1, NEW, drawn(true));
    assertEquals(retried(2, true, true, false), hear(2, NEW, Fact.Ending.FAILED_FOR_GOOD));
    assertEquals(new History(1, 0), record.history());
  }

  @Test
  void aRetryThatTheLotSentToTheLastGoodVersionIsTheComparison() {
    hear(1, NEW, drawn(false));
    assertEquals(retried(2, false, true, true), hear(2, OLD, Fact.Ending.CLEAN));
  }

  /** Of a record from before there were lots the comparisons go on. */
  @Test
  void readsWhatWasKeptBeforeThereWereLots() {
    StateWriter old = new StateWriter(1);
    History.NONE.write(old);
    CleanRuns.NONE.write(old);
    old.number(0);
    old.number(0);
    old.number(1);
    old.text("r");
    old.text(NEW);
    old.number(0);
    old.time(AT);
    record = WorkloadRecord.of("u", old.bytes());
    assertEquals(retried(2, false, true, true), hear(2, OLD, Fact.Ending.CLEAN));
  }

  private static Fact.Ending drawn(boolean same) {
    return Fact.Ending.compared(new Lot(.5, same));
  }

  private static News.Retried retried(int number, boolean same, boolean last, boolean succeeded) {
    return new News.Retried(
        AT.plusSeconds(number), "u", "r", NEW, same, last, succeeded, "v" + number);
  }

  private void keepAndRead() {
    record = WorkloadRecord.of("u", record.bytes());
  }

  /** The first of what it means. */
  private News hear(int number, String version, Fact.Ending ending) {
    List<News> news =
        record.hear(
            new Fact.Ended(
                "r", number, AT.plusSeconds(number), "w", version, ending, "v" + number));
    return news.getFirst();
  }
}
