package io.blinktwice.router.effect;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.router.harness.TestFleet;
import io.blinktwice.runtime.kafka.TraceParent;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.connect.proto.SparkConnectServiceGrpc.SparkConnectServiceBlockingStub;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a client says of its trace reaches servers and records; without one there is one, too. */
class CallTraceTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-b7ad6b7169203331-00";

  private TestFleet fleet;

  @BeforeEach
  void start() throws Exception {
    fleet = new TestFleet();
  }

  @AfterEach
  void stop() {
    fleet.close();
  }

  @Test
  void aClientsTraceGoesOnAtTheServerAndInAllRecords() {
    run(Map.of("traceparent", PARENT, "tracestate", "vendor=1"));
    assertEquals(Set.of(PARENT), atTheServer("traceparent"));
    assertEquals(Set.of("vendor=1"), atTheServer("tracestate"));
    assertEquals(Set.of(TRACE), Set.copyOf(fleet.causes));
    assertEquals(List.of(PARENT, PARENT), fleet.traces.stream().map(TraceParent::text).toList());
  }

  @Test
  void withoutOneARunHasItsOwnWhicheverGatewayServesIt() throws Exception {
    run(Map.of());
    Set<String> begun = atTheServer("traceparent");
    assertEquals(1, begun.size());
    TraceParent trace = TraceParent.parse(begun.iterator().next()).orElseThrow();
    assertEquals(Set.of(trace.trace()), Set.copyOf(fleet.causes));
    assertEquals(List.of(trace, trace), fleet.traces);

    run(Map.of("x-run-id", "another"));
    assertNotEquals(trace, fleet.traces.getLast());
    try (TestFleet other = new TestFleet()) {
      run(other, Map.of());
      assertEquals(List.of(trace, trace), other.traces);
    }
  }

  @Test
  void aMistakeDoesNotTravelOn() {
    run(Map.of("traceparent", "00-" + TRACE.toUpperCase() + "-1-00", "tracestate", "vendor=1"));
    assertTrue(TraceParent.parse(atTheServer("traceparent").iterator().next()).isPresent());
    assertNull(fleet.recent.headers.getFirst().get(key("tracestate")));
  }

  private void run(Map<String, String> headers) {
    run(fleet, headers);
  }

  /** A run from its start to its end. */
  private static void run(TestFleet fleet, Map<String, String> headers) {
    int before = fleet.events.size();
    Map<String, String> all = new HashMap<>(Map.of("x-workload-id", "etl", "x-run-id", "r1"));
    all.putAll(headers);
    SparkConnectServiceBlockingStub client = fleet.client(all);
    TestFleet.all(client.executePlan(TestFleet.query("SELECT 1")));
    client.releaseSession(TestFleet.release());
    await().atMost(SOON).until(() -> fleet.events.size() == before + 2);
  }

  private Set<String> atTheServer(String header) {
    return fleet.recent.headers.stream()
        .map(received -> String.valueOf(received.get(key(header))))
        .collect(Collectors.toSet());
  }

  private static Metadata.Key<String> key(String name) {
    return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
  }
}
