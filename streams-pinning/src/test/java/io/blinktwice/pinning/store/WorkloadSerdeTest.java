package io.blinktwice.pinning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.Reason;
import io.blinktwice.contract.RunId;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.Category;
import io.blinktwice.pinning.decision.Classified;
import io.blinktwice.pinning.decision.Comparison;
import io.blinktwice.pinning.decision.FailureSeen;
import io.blinktwice.pinning.decision.FlowChart;
import io.blinktwice.pinning.decision.Observation;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.pinning.decision.Pinning;
import io.blinktwice.pinning.decision.Pinning.FleetPolicy;
import io.blinktwice.pinning.decision.Refusal;
import io.blinktwice.pinning.decision.RunReport;
import io.blinktwice.pinning.decision.SideEffects;
import io.blinktwice.pinning.decision.Usage;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.performance.decision.Finding;
import io.blinktwice.pinning.performance.decision.Metric;
import io.blinktwice.pinning.store.avro.StoredWorkload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What lies in the store, how much of it, and what an earlier build left there. */
class WorkloadSerdeTest {
  private static final Workload WORKLOAD =
      Workload.named(WorkspaceId.DEFAULT, new WorkloadId("daily-etl"));
  private static final EngineVersion OLD = FlowChart.OLD;
  private final Serde<KnownWorkload> serde = WorkloadSerde.writing(StoreFormat.PLAIN);

  @ParameterizedTest
  @EnumSource(
      value = StoreFormat.class,
      names = {"PLAIN", "APART_CHECKED", "PACKED", "PACKED_CHECKED"})
  void whatIsStoredComesBackWhole(StoreFormat format) {
    WorkloadState state = pinned();
    assertTrue(state.pin() != null);
    assertEquals(state, back(bytes(state, format)));
  }

  @Test
  void aStateOfFormat1IsStillRead() throws IOException {
    WorkloadState state = back(formatOne());
    assertEquals(7, state.recordOn(OLD).total());
    assertEquals(OLD, state.lastKnownGood());
    assertEquals(0, state.flakiness().runs());
  }

  /** Bytes as the release before wrote them, pinned and with runs. */
  @Test
  void aStateOfFormats2And3IsStillRead() throws IOException {
    WorkloadState state = pinned();
    byte[] body = secondSchema(bytes(state));
    for (StoreFormat format : List.of(StoreFormat.SECOND, StoreFormat.SECOND_CHECKED)) {
      WorkloadState back = back(framed(format, body));
      assertEquals(state.pin(), back.pin());
      assertEquals(state.records(), back.records());
      assertEquals(state.runs().keySet(), back.runs().keySet());
      assertNull(back.comparison());
    }
    assertThrows(IllegalArgumentException.class, () -> StoreFormat.toWrite(2));
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreFormat.class,
      names = {"PLAIN", "PACKED"})
  void aComparisonAndAPinForSlownessComeBackWhole(StoreFormat format) {
    Finding finding =
        new Finding(7.5, List.of(new Finding.Grown(Metric.TASK_TIME, 1.6, 7.25, 20, 4)));
    Usage usage = Usage.of("cluster-1", Map.of("taskMillis", 960_000L));
    Usage good = Usage.of(null, Map.of("taskMillis", 600_000L));
    Pin pin =
        new Pin(
            new DecisionId("pin-0123456789abcdef0123456789abcdef"),
            OLD,
            new Pin.Origin.Measured(
                new Pin.Slowness(
                    new RunId("slow"),
                    FlowChart.NEW,
                    usage,
                    new RunId("good"),
                    OLD,
                    good,
                    "code",
                    finding)),
            Instant.EPOCH,
            List.of(new Reason("slower-on-newer-version", "it is slower")),
            Pin.Terms.NONE,
            null);
    Comparison comparison =
        new Comparison(
            new Comparison.Suspicious(new RunId("slow"), usage, SideEffects.NONE_SEEN),
            FlowChart.NEW,
            OLD,
            finding,
            2);
    WorkloadState plain = pinned();
    WorkloadState state =
        new WorkloadState(
            WORKLOAD,
            plain.overall(),
            plain.flakiness(),
            plain.records(),
            OLD,
            plain.runs(),
            pin,
            null,
            comparison,
            List.of());
    assertEquals(state, back(bytes(state, format)));
  }

  @Test
  void onlyPackedStatesKnowWhoseWordAClassificationWas() {
    Classified.Opinion opinion =
        new Classified.Opinion("rules-1", new TreeMap<>(Map.of("USER", 0.25, "SYSTEM", 0.75)));
    Observation said =
        new Observation.FailureClassified(
            new Attempt(new RunId("run"), 1),
            new Classified(Category.SYSTEM, 0.75, false, "sig", 1, opinion));
    WorkloadState state = step(WorkloadState.unknown(WORKLOAD), said);
    assertEquals(state, back(bytes(state, StoreFormat.PACKED)));
    assertNotEquals(state, back(bytes(state, StoreFormat.APART)));
  }

  @Test
  void whatReleasesRefuseIsKeptByTheFormatsThatKnowOfIt() {
    WorkloadState plain = pinned();
    WorkloadState state =
        new WorkloadState(
            WORKLOAD,
            plain.overall(),
            plain.flakiness(),
            plain.records(),
            OLD,
            plain.runs(),
            plain.pin(),
            null,
            null,
            List.of(new Refusal(FlowChart.NEW, "CAST_INVALID_INPUT")));
    assertEquals(state, back(bytes(state, StoreFormat.REFUSING)));
    assertEquals(state, back(bytes(state, StoreFormat.REFUSING_CHECKED)));
    assertEquals(state.withoutRefusals(), back(bytes(state, StoreFormat.PACKED)));
  }

  @Test
  void aStateOfAFormatThatIsNotKnownIsRefused() {
    byte[] stored = bytes(pinned());
    stored[0] = 99;
    assertThrows(SerializationException.class, () -> back(stored));
  }

  @Test
  void staysSmallHoweverManyRunsFloodIt() {
    WorkloadState state = WorkloadState.unknown(WORKLOAD);
    for (int run = 0; run < 1_000; run++) {
      state = tell(state, "a-run-with-a-rather-long-name-" + run, 1, OLD, run % 3 == 0);
    }
    int bytes = bytes(state).length;
    assertTrue(bytes < 128 << 10, "a flooded workload takes " + bytes + " bytes");
  }

  private static WorkloadState pinned() {
    WorkloadState state = WorkloadState.unknown(WORKLOAD);
    for (int run = 0; run < 3; run++) {
      state = tell(state, "run-" + run, 1, OLD, false);
    }
    state = tell(state, "run-x", 1, FlowChart.NEW, true);
    return tell(state, "run-x", 2, OLD, false);
  }

  private static WorkloadState tell(
      WorkloadState state, String run, int number, EngineVersion version, boolean fails) {
    Attempt attempt = new Attempt(new RunId(run), number);
    RunReport report =
        new RunReport(
            attempt,
            version,
            "resolve-0123456789abcdef0123456789abcdef",
            "code",
            SideEffects.NONE_SEEN,
            Usage.of("cluster-1", Map.of("taskMillis", 1234L, "inputBytes", 99_999L)));
    WorkloadState now = step(state, new Observation.AttemptStarted(report));
    if (!fails) {
      return step(now, new Observation.AttemptSucceeded(report));
    }
    FailureSeen seen =
        new FailureSeen("INTERNAL", "a.B", List.of("a.B"), "X_Y", "XX000", "x".repeat(600), true);
    now = step(now, new Observation.AttemptFailed(report, seen));
    return step(
        now,
        new Observation.FailureClassified(
            attempt, new Classified(Category.SYSTEM, 0.9, false, "signature", 1)));
  }

  private static WorkloadState step(WorkloadState state, Observation seen) {
    FleetPolicy under = new FleetPolicy(FlowChart.stable(), FlowChart.policy());
    return Pinning.decide(state, seen, under, Instant.EPOCH.plusSeconds(1)).next();
  }

  /** The same state without what the second schema did not have. */
  private static byte[] secondSchema(byte[] stored) throws IOException {
    Schema second;
    try (InputStream in = WorkloadSerde.class.getResourceAsStream("StoredWorkload-2.avsc")) {
      second = new Schema.Parser().parse(in);
    }
    Object read =
        new GenericDatumReader<>(StoredWorkload.getClassSchema(), second)
            .read(null, DecoderFactory.get().binaryDecoder(stored, 1, stored.length - 1, null));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<>(second).write(read, encoder);
    return out.toByteArray();
  }

  /** As the first build wrote it: its own schema, byte 1 before it. */
  private static byte[] formatOne() throws IOException {
    Schema schema;
    try (InputStream in = WorkloadSerde.class.getResourceAsStream("StoredWorkload-1.avsc")) {
      schema = new Schema.Parser().parse(in);
    }
    Schema recordSchema = schema.getField("records").schema().getElementType();
    GenericData.Record kept = new GenericData.Record(recordSchema);
    kept.put("version", OLD.value());
    kept.put("inARow", 5);
    kept.put("longest", 6);
    kept.put("total", 7L);
    GenericData.Record stored = new GenericData.Record(schema);
    stored.put("workspace", WORKLOAD.workspace().value());
    stored.put("workload", WORKLOAD.name().value());
    stored.put("fingerprint", WORKLOAD.fingerprint().value());
    stored.put("records", List.of(kept));
    stored.put("lastKnownGood", OLD.value());
    stored.put("runs", List.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(1);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    new GenericDatumWriter<GenericData.Record>(schema).write(stored, encoder);
    return out.toByteArray();
  }

  private static byte[] framed(StoreFormat format, byte[] body) {
    byte[] head = format.head();
    byte[] both = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, both, head.length, body.length);
    return format.sealed(both);
  }

  private static byte[] bytes(WorkloadState state) {
    return bytes(state, StoreFormat.PLAIN);
  }

  private static byte[] bytes(WorkloadState state, StoreFormat format) {
    return WorkloadSerde.writing(format)
        .serializer()
        .serialize("topic", new KnownWorkload(state, RestedRuns.NONE, format.layout()));
  }

  private WorkloadState back(byte[] stored) {
    KnownWorkload known = serde.deserializer().deserialize("topic", stored);
    assertEquals(RestedRuns.NONE, known.rested());
    return known.state();
  }
}
