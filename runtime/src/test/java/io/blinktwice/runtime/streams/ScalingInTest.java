package io.blinktwice.runtime.streams;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.internals.StreamsMetadataImpl;
import org.junit.jupiter.api.Test;

class ScalingInTest {
  private static final Replicas.Place PLACE = new Replicas.Place("store", 1);
  private static final List<StreamsMetadata> TWO =
      List.of(instance("a", Set.of(0, 1), Set.of()), instance("b", Set.of(), Set.of(0, 1)));

  @Test
  void nothingSpeaksAgainstItWhenAllStateIsThereTwice() {
    assertEquals(
        List.of(), ScalingIn.objections(true, TWO, Map.of(PLACE, Replica.first(9, 9, now()))));
  }

  @Test
  void theOnlyInstanceIsNeeded() {
    assertEquals(
        List.of("this is the only instance"),
        ScalingIn.objections(true, TWO.subList(0, 1), Map.of()));
  }

  @Test
  void stateThatNobodyElseHasSpeaksAgainstIt() {
    List<StreamsMetadata> found =
        List.of(instance("a", Set.of(0), Set.of()), instance("b", Set.of(1), Set.of(0)));
    assertEquals(
        List.of("no other instance has a copy of in-1"),
        ScalingIn.objections(true, found, Map.of()));
  }

  @Test
  void aCopyThatIsBehindAndAMoveSpeakAgainstIt() {
    assertEquals(
        List.of(
            "partitions are moved or restored now",
            "partition 1 of store store is 7000 records behind its changelog"),
        ScalingIn.objections(false, TWO, Map.of(PLACE, Replica.first(0, 7_000, now()))));
  }

  @Test
  void aRoleWithoutStateNeedsAnotherInstanceOnly() {
    StreamsMetadata one = stateless("a", Set.of(0));
    StreamsMetadata other = stateless("b", Set.of(1));
    assertEquals(List.of(), ScalingIn.objections(true, List.of(one, other), Map.of()));
  }

  private static StreamsMetadata instance(String host, Set<Integer> active, Set<Integer> standby) {
    return new StreamsMetadataImpl(
        new HostInfo(host, 1), Set.of("store"), of(active), Set.of("store"), of(standby));
  }

  private static StreamsMetadata stateless(String host, Set<Integer> active) {
    return new StreamsMetadataImpl(new HostInfo(host, 1), Set.of(), of(active), Set.of(), Set.of());
  }

  private static Set<TopicPartition> of(Set<Integer> partitions) {
    return IntStream.range(0, 4)
        .filter(partitions::contains)
        .mapToObj(partition -> new TopicPartition("in", partition))
        .collect(Collectors.toSet());
  }

  private static Instant now() {
    return Instant.EPOCH;
  }
}
