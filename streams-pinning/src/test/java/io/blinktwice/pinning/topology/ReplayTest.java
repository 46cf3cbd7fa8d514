package io.blinktwice.pinning.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.PinCommandKind;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.testkit.Golden;
import io.blinktwice.testkit.RecordedSlice;
import io.blinktwice.testkit.RecordedSlice.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A recorded slice of the topics leads to the same decisions, byte by byte, whenever it is read.
 *
 * <p>The slice is test data, as accepted; the test that records it says whether what once happened
 * would still be written so.
 */
class ReplayTest {
  private static final String SLICE = "replay-slice.txt";

  @TempDir private Path once;
  @TempDir private Path again;

  @Test
  void theSliceIsWhatTheRecorderWrites() {
    try (Driven driven = new Driven(once)) {
      live(driven);
      Golden.matches(SLICE, RecordedSlice.write(driven.recorded()));
      Golden.matches("replay-decisions.txt", told(driven));
    }
  }

  @Test
  void twoReplaysTellTheSameByteByByte() throws IOException {
    List<Recorded> slice =
        RecordedSlice.read(Files.readString(Path.of("src", "test", "golden", SLICE)));
    assertTrue(slice.size() > 60, "a slice of " + slice.size() + " records");
    String first = replayed(once, slice);
    assertEquals(first, replayed(again, slice));
    Golden.matches("replay-decisions.txt", first);
  }

  private static String replayed(Path folder, List<Recorded> slice) {
    try (Driven driven = new Driven(folder)) {
      driven.replayed(slice);
      return told(driven);
    }
  }

  private static String told(Driven driven) {
    return RecordedSlice.write(driven.told());
  }

  /** Every way in which a pin comes and goes, and a classifier that is away. */
  private static void live(Driven driven) {
    driven.cleanRuns();
    driven.blinkTwice("broken");
    driven.command(PinCommandKind.RELEASE, null);
    driven.event("unclassified", 1, RunEventKind.FAILED, Driven.NEW);
    driven.alarmsRing(Duration.ofMinutes(2));
    driven.event("unclassified", 2, RunEventKind.SUCCEEDED, Driven.OLD);
    driven.classified("unclassified", 1, FailureCategory.INFRASTRUCTURE);
    for (int run = 0; run < 14; run++) {
      driven.measured("figures-" + run, Driven.OLD, 1);
    }
    for (int run = 0; run < 8; run++) {
      driven.measured("slow-" + run, Driven.NEW, 1.6);
    }
    for (int run = 0; run < 4; run++) {
      driven.measured("compared-" + run, Driven.OLD, 1);
    }
    driven.event("lost", 1, RunEventKind.STARTED, Driven.OLD);
    driven.alarmsRing(Duration.ofHours(25));
    driven.alarmsRing(Duration.ofDays(7));
    driven.measured("probe", Driven.NEW, 1.6);
  }
}
