package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.events.RolloutDecision;
import io.blinktwice.events.RolloutState;
import io.blinktwice.rollout.topology.RolloutTopology;
import io.blinktwice.schemas.Topics;
import io.blinktwice.simulator.RecordedFlight;
import io.blinktwice.testkit.DrivenTopology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The same events give the same decisions, byte for byte, purely and through the topology. */
class JudgeThroughTopologyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"broken-3, 2", "unequal-arms, 5", "confined, 1"})
  void decidesAsThePureJudgeDoes(String scenario, int seed) {
    RecordedFlight flight = RecordedFlight.of(scenario, seed);
    List<RolloutDecision> decided = through(flight, flight.during());

    same(flight, decided);
    assertTrue(decided.size() > 3, "the judge had something to decide: " + decided.size());
    if (scenario.equals("broken-3")) {
      assertEquals(RolloutState.PAUSED, decided.getLast().getState());
      assertTrue(decided.getLast().getEvidence().size() >= 2, "with its evidence");
    }
  }

  /** Everything comes twice, and up to ten seconds late. */
  @ParameterizedTest
  @CsvSource({"broken-3, 4", "confined, 5"})
  void repetitionsAndDelaysWithinTheGraceChangeNothing(String scenario, int seed) {
    RecordedFlight flight = RecordedFlight.of(scenario, seed);
    Random random = new Random(5);
    record Late(RecordedFlight.Told told, long at) {}
    List<Late> late = new ArrayList<>();
    for (RecordedFlight.Told told : flight.during()) {
      for (int copy = 0; copy < 2; copy++) {
        late.add(new Late(told, told.fact().at().toEpochMilli() + random.nextInt(9_000)));
      }
    }
    late.sort(Comparator.comparingLong(Late::at));
    List<RolloutDecision> decided = through(flight, late.stream().map(Late::told).toList());

    same(flight, decided);
  }

  /** The text first, for people; then every byte. */
  private static void same(RecordedFlight flight, List<RolloutDecision> decided) {
    List<RolloutDecision> expected = new Played(flight).expected();
    for (int place = 0; place < Math.min(expected.size(), decided.size()); place++) {
      assertEquals(Played.read(expected.get(place)).toString(), decided.get(place).toString());
    }
    assertEquals(
        expected.stream().map(Played::read).map(Played::bytes).toList(),
        decided.stream().map(Played::bytes).toList());
  }

  private List<RolloutDecision> through(RecordedFlight flight, List<RecordedFlight.Told> during) {
    try (DrivenTopology driven =
        new DrivenTopology(
            () -> RolloutTopology.of(DrivenTopology.SERDES, Played.PREFIX, () -> 1),
            Played.PREFIX,
            folder)) {
      Played.catalogue().forEach(sent -> send(driven, sent));
      Played.records(flight.before()).forEach(sent -> send(driven, sent));
      send(driven, Played.start());
      Played.records(during).forEach(sent -> send(driven, sent));
      Played.records(flight.afterwards()).forEach(sent -> send(driven, sent));
      return driven.out(Topics.ROLLOUT_DECISIONS).readRecordsToList().stream()
          .map(record -> record.value())
          .filter(Played::isInTheFlight)
          .toList();
    }
  }

  private static <V extends SpecificRecord> void send(DrivenTopology driven, Played.Sent<V> sent) {
    driven.in(sent.topic()).pipeInput(sent.key(), sent.value(), sent.at());
  }
}
