package io.blinktwice.pinning.ticket.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentKind;
import io.blinktwice.events.EnrichmentResult;
import io.blinktwice.events.FailureCategory;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinCommand;
import io.blinktwice.events.PinEnding;
import io.blinktwice.events.PinEvent;
import io.blinktwice.events.PinEventKind;
import io.blinktwice.events.PinEvidence;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.events.TeamCandidate;
import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketCommand;
import io.blinktwice.events.TicketCommandKind;
import io.blinktwice.events.TicketState;
import io.blinktwice.events.WireError;
import io.blinktwice.pinning.ticket.decision.Member;
import io.blinktwice.pinning.ticket.decision.TicketId;
import io.blinktwice.pinning.ticket.store.TicketStores;
import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.streams.UnusableRecord;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.blinktwice.testkit.Golden;
import io.blinktwice.testkit.PlainAvro;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TicketTopologyTest {
  private static final String PREFIX = "test";
  private static final String NEW = "4.2.0";
  private static final TicketId BOOM = TicketId.of(new EngineVersion(NEW), "boom");
  private static final TicketId BANG = TicketId.of(new EngineVersion(NEW), "bang");

  @TempDir private Path stateDirectory;
  private final PlainAvro serdes = new PlainAvro();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    driver = newDriver();
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private TopologyTestDriver newDriver() {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "tickets-test");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
    return new TopologyTestDriver(TicketTopology.build(serdes, PREFIX), properties);
  }

  @Test
  void everyPartHasAName() {
    Golden.matches(
        "ticket-topology.txt", TicketTopology.build(serdes, PREFIX).describe().toString());
  }

  @Test
  void pinsOfOneFailureAreOneTicketWithItsEvidence() {
    for (int i = 0; i < 500; i++) {
      pinned("boom", "w" + i);
    }
    Ticket ticket = ticket(BOOM);
    assertEquals(500, ticket.getMembers());
    assertEquals(500, ticket.getPinned());
    assertEquals(5, ticket.getWorkspaces());
    assertEquals("CAST_INVALID_INPUT: the value 'abc' cannot be cast", ticket.getTitle());
    assertEquals(FailureCategory.USER, ticket.getCategory());
    assertTrue(
        Objects.requireNonNull(ticket.getStackDiff()).contains("+ attempt 2 on 3.5.7"),
        ticket.getStackDiff());
    assertEquals(12, ticket.getSample().size());
    assertEquals(
        3, ticket.getSample().stream().filter(member -> member.getEvidence() != null).count());
    assertTrue(
        serdes.of(Topics.TICKETS).serializer().serialize("", ticket).length < 16_384,
        "a record of a ticket is small");
  }

  @Test
  void aTicketSaysThatTheBehaviourChangedAndShowsBoth() {
    PinEvent event = event("boom", "w1", PinEventKind.CREATED);
    Objects.requireNonNull(event.getPin().getEvidence()).setChangedCondition("CAST_INVALID_INPUT");
    in(Topics.PIN_EVENTS).pipeInput("w1", event, now);
    Ticket ticket = ticket(BOOM);
    assertEquals("CAST_INVALID_INPUT", ticket.getChangedCondition());
    assertEquals(
        "behaviour changed: 4.2.0 raises CAST_INVALID_INPUT, 3.5.7 did not", ticket.getTitle());
    String diff = Objects.requireNonNull(ticket.getStackDiff());
    assertTrue(diff.contains("the behaviour changed: where 4.2.0 raises"), diff);
    assertTrue(diff.contains("- attempt 1 on 4.2.0"), diff);
  }

  @Test
  void collectorsAreAskedOnceAboutTheFirstMember() {
    pinned("boom", "w1");
    pinned("boom", "w2");
    List<Enrichment> asked = out(Topics.ENRICHMENT).readValuesToList();
    assertEquals(1, asked.size());
    var request = Objects.requireNonNull(asked.getFirst().getRequest());
    assertEquals("w1", request.getFingerprint());
    assertEquals("pool/4.2.0/1", request.getFailedCluster());
    assertTrue(request.getClues().contains("CAST_INVALID_INPUT"));
  }

  @Test
  void whatCollectorsFindIsAttachedOnceAndWithoutSecrets() {
    pinned("boom", "w1");
    found("e1", "ERROR boom\npassword=hunter2");
    found("e1", "ERROR boom\npassword=hunter2");
    Ticket ticket = ticket(BOOM);
    assertEquals(1, ticket.getAttachments().size());
    assertEquals("SERVER_LOG", ticket.getAttachments().getFirst().getKind());
    Enrichment kept =
        Objects.requireNonNull(
            driver
                .<String, Enrichment>getKeyValueStore(TicketStores.ATTACHMENTS)
                .get(TicketStores.key(BOOM.value(), "e1")));
    assertFalse(Objects.requireNonNull(kept.getResult()).getContent().contains("hunter2"));
  }

  @Test
  void whatTheTeamModelMakesOfALogIsSuggestedBestFirst() {
    pinned("boom", "w1");
    found("e1", "ERROR boom", "pool", Map.of("load", 0.7));
    assertEquals(List.of(), ticket(BOOM).getTeams());
    found(
        "e2", "by the log", "classifier", Map.of("sql", 0.7, "storage", 0.2, "x", 0.05, "y", 7.0));
    assertEquals(
        List.of("sql", "storage", "x"),
        ticket(BOOM).getTeams().stream().map(TeamCandidate::getTeam).toList());
    pinned("boom", "w2");
    assertEquals(3, ticket(BOOM).getTeams().size(), "they stay");
    assertNull(ticket(BOOM).getTeam(), "people assign");
    assertEquals("classifier: by the log", ticket(BOOM).getAttachments().getLast().getSummary());
  }

  @Test
  void aFalsePositiveOrdersTheEndOfEveryPinByItsName() {
    for (int i = 0; i < 450; i++) {
      pinned("boom", "w%03d".formatted(i));
    }
    command(BOOM, "c1", TicketCommandKind.FALSE_POSITIVE, UnaryOperator.identity());
    List<TestRecord<String, PinCommand>> orders = out(Topics.PIN_COMMANDS).readRecordsToList();
    assertEquals(450, orders.size());
    assertEquals(
        450, orders.stream().map(order -> order.value().getCommandId()).distinct().count());
    for (TestRecord<String, PinCommand> order : orders) {
      assertEquals(order.key(), order.value().getFingerprint());
      assertEquals("pin-" + order.key(), order.value().getPinId());
      assertEquals(PinEnding.FALSE_POSITIVE, order.value().getEnding());
      assertEquals(BOOM.value(), order.value().getTicketId());
      assertNull(order.value().getFixedIn());
    }
    ended("boom", "w000");
    assertEquals(449, ticket(BOOM).getPinned());
  }

  @Test
  void aFixNamesItsVersion() {
    pinned("boom", "w1");
    command(BOOM, "c1", TicketCommandKind.FIXED_IN, said -> said.setVersion("4.2.1"));
    PinCommand order = out(Topics.PIN_COMMANDS).readValue();
    assertEquals("4.2.1", order.getFixedIn());
    assertEquals(PinEnding.FIXED, order.getEnding());
    assertEquals(TicketState.FIXED, ticket(BOOM).getState());
  }

  @Test
  void aMergeMovesMembersAndWhatIsHeardOfThem() {
    for (int i = 0; i < 250; i++) {
      pinned("boom", "w" + i);
    }
    pinned("bang", "x");
    command(BOOM, "c1", TicketCommandKind.MERGE, said -> said.setInto(BANG.value()));
    assertEquals(TicketState.MERGED, ticket(BOOM).getState());
    assertEquals(251, ticket(BANG).getMembers());
    assertEquals(List.of(BOOM.value()), ticket(BANG).getAliases());
    assertEquals(251, members(BANG).size());
    assertEquals(0, members(BOOM).size());
    pinned("boom", "late");
    found("e9", "text");
    assertEquals(252, ticket(BANG).getMembers());
    assertTrue(
        ticket(BANG).getAttachments().stream().anyMatch(has -> has.getEnrichmentId().equals("e9")));
  }

  @Test
  void aSplitTicketKnowsWhatItIsAbout() {
    pinned("boom", "w1");
    pinned("boom", "w2");
    command(BOOM, "c1", TicketCommandKind.SPLIT, said -> said.setMembers(List.of("w2")));
    Ticket split =
        tickets().values().stream()
            .filter(ticket -> BOOM.value().equals(ticket.getSplitFrom()))
            .findFirst()
            .orElseThrow();
    assertEquals(1, split.getMembers());
    assertEquals(ticket(BOOM).getTitle(), split.getTitle());
    assertEquals("w2", split.getSample().getFirst().getFingerprint());
  }

  @Test
  void repeatedRecordsTellNothingNew() {
    pinned("boom", "w1");
    command(BOOM, "c1", TicketCommandKind.CLOSE, UnaryOperator.identity());
    out(Topics.TICKETS).readRecordsToList();
    command(BOOM, "c1", TicketCommandKind.CLOSE, UnaryOperator.identity());
    assertTrue(out(Topics.TICKETS).isEmpty());
  }

  @Test
  void everyRevisionIsNewsOnceAndAMoreMemberIsNone() {
    pinned("boom", "w1");
    pinned("boom", "w2");
    command(BOOM, "c1", TicketCommandKind.COMMENT, said -> said.setText("looking"));
    List<String> news = new ArrayList<>();
    out(Topics.TICKETS)
        .readRecordsToList()
        .forEach(told -> TicketNews.of(CloudEvents.id(told.headers())).ifPresent(news::add));
    assertEquals(List.of(BOOM + "-revision-1", BOOM + "-revision-2"), news);
  }

  @Test
  void ofTwoWhoSawTheSameRevisionOneIsRefused() {
    pinned("boom", "w1");
    command(BOOM, "c1", TicketCommandKind.CLOSE, said -> said.setIfRevision(1L));
    command(BOOM, "c2", TicketCommandKind.FALSE_POSITIVE, said -> said.setIfRevision(1L));
    assertEquals(TicketState.CLOSED, ticket(BOOM).getState());
    assertEquals(
        "the ticket has changed: its revision is 2, not 1",
        ticket(BOOM).getHistory().getLast().getRefused());
  }

  @Test
  void aPinWhoseEvidenceChangesGoesToTheTicketOfTheNewOne() {
    pinned("boom", "w1");
    pinned("boom", "w2");
    in(Topics.PIN_EVENTS).pipeInput("w1", event("bang", "w1", PinEventKind.PROBED), now);
    assertEquals(1, ticket(BOOM).getPinned());
    assertEquals(1, ticket(BANG).getPinned());
    ended("bang", "w1");
    assertEquals(0, ticket(BANG).getPinned());
    assertEquals(2, ticket(BOOM).getMembers());
  }

  @Test
  void pinsByHandAreNobodysTicket() {
    PinEvent event = event("boom", "w1", PinEventKind.CREATED);
    event.getPin().setEvidence(null);
    in(Topics.PIN_EVENTS).pipeInput("w1", event, now);
    assertTrue(tickets().isEmpty());
  }

  @Test
  void aWorkspaceOrdersNothingOfAFleetsTicket() {
    pinned("boom", "w1");
    StreamsException failure =
        assertThrows(
            StreamsException.class,
            () ->
                command(
                    BOOM, "c1", TicketCommandKind.CLOSE, said -> said.setWorkspace("somebody")));
    assertTrue(failure.getCause() instanceof UnusableRecord);
  }

  @Test
  void goesOnWhereItStoppedAfterARestore() {
    pinned("boom", "w1");
    Map<String, Ticket> tickets = tickets();
    List<Member> members = members(BOOM);
    driver.close();
    driver = newDriver();
    // The driver wipes its folder when it closes; a restore writes the stored bytes back like this.
    tickets.forEach(
        (id, ticket) ->
            driver.<String, Ticket>getKeyValueStore(TicketStores.TICKETS).put(id, ticket));
    members.forEach(
        member ->
            driver
                .<String, Member>getKeyValueStore(TicketStores.MEMBERS)
                .put(TicketStores.key(BOOM.value(), member.fingerprint()), member));
    pinned("boom", "w1");
    pinned("boom", "w2");
    assertEquals(2, ticket(BOOM).getMembers());
    assertTrue(out(Topics.ENRICHMENT).isEmpty());
  }

  private void pinned(String signature, String fingerprint) {
    tick();
    in(Topics.PIN_EVENTS)
        .pipeInput(fingerprint, event(signature, fingerprint, PinEventKind.CREATED), now);
  }

  private void ended(String signature, String fingerprint) {
    tick();
    in(Topics.PIN_EVENTS)
        .pipeInput(fingerprint, event(signature, fingerprint, PinEventKind.RELEASED), now);
  }

  private PinEvent event(String signature, String fingerprint, PinEventKind kind) {
    WireError error =
        WireError.newBuilder()
            .setGrpcStatus("INTERNAL")
            .setCondition("CAST_INVALID_INPUT")
            .setMessage("the value 'abc' cannot be cast\nmore of it")
            .build();
    PinEvidence evidence =
        PinEvidence.newBuilder()
            .setRunId("run-1")
            .setFailedAttempt(1)
            .setFailedVersion(NEW)
            .setGoodAttempt(2)
            .setGoodVersion("3.5.7")
            .setCategory(FailureCategory.USER)
            .setSignature(signature)
            .setError(error)
            .setFailedCluster("pool/4.2.0/1")
            .build();
    Pin pin =
        Pin.newBuilder()
            .setPinId("pin-" + fingerprint)
            .setWorkspace("ws-" + Math.floorMod(fingerprint.hashCode(), 5))
            .setWorkload("job " + fingerprint)
            .setFingerprint(fingerprint)
            .setVersion("3.5.7")
            .setAwayFrom(NEW)
            .setOrigin(PinOrigin.AUTOMATIC)
            .setCreatedAt(now)
            .setEvidence(evidence)
            .build();
    return PinEvent.newBuilder()
        .setEventId(fingerprint + kind)
        .setKind(kind)
        .setPin(pin)
        .setAt(now)
        .build();
  }

  private void found(String id, String content) {
    found(id, content, "pool", Map.of());
  }

  private void found(String id, String content, String collector, Map<String, Double> figures) {
    tick();
    EnrichmentResult result =
        EnrichmentResult.newBuilder()
            .setRequestId("request")
            .setCollector(collector)
            .setKind(EnrichmentKind.SERVER_LOG)
            .setContent(content)
            .setFigures(figures)
            .build();
    in(Topics.ENRICHMENT)
        .pipeInput(
            BOOM.value(),
            Enrichment.newBuilder()
                .setEnrichmentId(id)
                .setTicketId(BOOM.value())
                .setResult(result)
                .setAt(now)
                .build(),
            now);
  }

  private void command(
      TicketId ticket,
      String id,
      TicketCommandKind kind,
      UnaryOperator<TicketCommand.Builder> more) {
    tick();
    TicketCommand command =
        more.apply(
                TicketCommand.newBuilder()
                    .setCommandId(id)
                    .setTicketId(ticket.value())
                    .setKind(kind)
                    .setActor("ada")
                    .setReason("because")
                    .setAt(now))
            .build();
    in(Topics.TICKET_COMMANDS).pipeInput(ticket.value(), command, now);
  }

  private void tick() {
    now = now.plusSeconds(1);
  }

  private Ticket ticket(TicketId id) {
    return Objects.requireNonNull(tickets().get(id.value()), "no ticket " + id);
  }

  private Map<String, Ticket> tickets() {
    return all(TicketStores.TICKETS);
  }

  private List<Member> members(TicketId ticket) {
    return this.<Member>all(TicketStores.MEMBERS).entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(ticket.value()))
        .map(Map.Entry::getValue)
        .toList();
  }

  private <V> Map<String, V> all(String store) {
    try (KeyValueIterator<String, V> all = driver.<String, V>getKeyValueStore(store).all()) {
      List<KeyValue<String, V>> found = new ArrayList<>();
      all.forEachRemaining(found::add);
      return found.stream().collect(Collectors.toMap(entry -> entry.key, entry -> entry.value));
    }
  }

  private <V extends SpecificRecord> TestInputTopic<String, V> in(Topic<V> topic) {
    return driver.createInputTopic(
        topic.on(PREFIX), new StringSerializer(), serdes.of(topic).serializer());
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> out(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.on(PREFIX), new StringDeserializer(), serdes.of(topic).deserializer());
  }
}
