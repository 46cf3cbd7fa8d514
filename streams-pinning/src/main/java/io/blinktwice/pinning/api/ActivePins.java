package io.blinktwice.pinning.api;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.blinktwice.events.Pin;
import io.blinktwice.events.PinState;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import io.blinktwice.pinning.metrics.PinningMetrics;
import io.blinktwice.pinning.ticket.api.KnownTickets;
import io.blinktwice.pinning.topology.PinRecords;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.PageSize;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.metrics.Reading;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/** All active pins, from a read model over the compacted topic: any instance has them all. */
@Controller("/v1/pins")
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class ActivePins implements KeepsRunning, AutoCloseable {
  private static final int LARGEST_PAGE = 1_000;
  private static final int MOST_SIGNATURES = 100;

  private final SortedMap<String, KnownPin> byFingerprint = new ConcurrentSkipListMap<>();
  private final OwnedState states;
  private final KnownTickets tickets;
  private final PinHistory history;
  private final TopicView<Pin> view;
  private final List<Reading.Registration> readings;

  ActivePins(
      KafkaConnection connection, OwnedState states, KnownTickets tickets, PinHistory history) {
    this.states = states;
    this.tickets = tickets;
    this.history = history;
    view = TopicView.follow(connection, Topics.PINS, "pins", this::remember);
    readings =
        List.of(
            PinningMetrics.PINS_ACTIVE.from(this::tellActive),
            PinningMetrics.STALE_PIN_HOURS.from(this::tellStaleHours));
  }

  private void tellActive(Reading.Samples samples) {
    samples.add(0, "automatic");
    samples.add(0, "performance");
    samples.add(0, KnownPin.PERSON);
    byFingerprint.values().forEach(pin -> samples.add(1, pin.kind()));
  }

  private void tellStaleHours(Reading.Samples samples) {
    Instant fresh = Instant.now().minus(PinningMetrics.STALE_AFTER);
    samples.add(
        byFingerprint.values().stream()
            .filter(pin -> !pin.isByHand())
            .filter(pin -> pin.createdAt().isBefore(fresh))
            .mapToDouble(pin -> Duration.between(pin.createdAt(), fresh).toMinutes() / 60.0)
            .sum());
  }

  /** One line of the list; the evidence is asked for by workload. */
  @Serdeable
  record Listed(
      String pin,
      String workload,
      String fingerprint,
      String version,
      @Nullable String awayFrom,
      String state,
      @Nullable String signature,
      @Nullable String ticket,
      Instant createdAt,
      @Nullable Instant expiresAt) {}

  /**
   * A page.
   *
   * @param next what to ask for the next one {@code after}; absent on the last
   */
  @Serdeable
  record Page(List<Listed> pins, @Nullable String next) {}

  /**
   * How many pins there are, and how many to each version and away from each.
   *
   * @param bySignature how many each failure made; those of the 100 that made most
   */
  @Serdeable
  record Count(
      long total,
      Map<String, Long> byVersion,
      Map<String, Long> byAwayFrom,
      Map<String, Long> bySignature) {}

  private void remember(TopicView.Record<Pin> seen) {
    if (seen.value() == null || seen.value().getState() == PinState.ENDED) {
      byFingerprint.remove(seen.key());
    } else {
      byFingerprint.put(seen.key(), KnownPin.of(seen.value()));
    }
  }

  /**
   * Lists the active pins of a workspace, by fingerprint.
   *
   * @param after the page after this fingerprint, as a page's {@code next} says
   * @param limit at most so many, up to 1000
   * @return a page of them
   */
  @Get
  @Needs(Right.VIEW)
  Page pins(
      @RequestBean PinFilter filter,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    int size = PageSize.of(limit, LARGEST_PAGE);
    SortedMap<String, KnownPin> rest =
        after == null ? byFingerprint : byFingerprint.tailMap(after + "\0");
    List<Listed> found =
        wanted(rest, filter, request).limit(size + 1L).map(ActivePins::listed).toList();
    boolean more = found.size() > size;
    List<Listed> page = more ? found.subList(0, size) : found;
    return new Page(page, more ? page.getLast().fingerprint() : null);
  }

  /**
   * Counts the active pins that the same parameters would list.
   *
   * @return how many, and on which versions
   */
  @Get("/count")
  @Needs(Right.VIEW)
  Count pinCount(@RequestBean PinFilter filter, HttpRequest<?> request) {
    List<KnownPin> pins = wanted(byFingerprint, filter, request).toList();
    return new Count(
        pins.size(),
        pins.stream().collect(groupingBy(KnownPin::version, TreeMap::new, counting())),
        pins.stream()
            .map(KnownPin::awayFrom)
            .filter(Objects::nonNull)
            .collect(groupingBy(version -> version, TreeMap::new, counting())),
        mostFrequent(
            pins.stream()
                .map(KnownPin::signature)
                .filter(Objects::nonNull)
                .collect(groupingBy(signature -> signature, TreeMap::new, counting()))));
  }

  private static Map<String, Long> mostFrequent(Map<String, Long> counts) {
    Map<String, Long> found = new LinkedHashMap<>();
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_SIGNATURES)
        .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    return found;
  }

  /**
   * Shows what proved a pin: both attempts side by side, with what was measured of them. Beyond its
   * first line the failure's text, which may quote data, is for those who may operate.
   *
   * @param fingerprint the workload's
   * @return the two attempts; 404 where there is no active pin
   */
  @Get("/{fingerprint}/proof")
  @Needs(Right.VIEW)
  PinProof pinProof(@PathVariable String fingerprint, HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    return states
        .named(caller.workspace(), fingerprint)
        .flatMap(this::told)
        .map(pin -> PinProof.of(pin, caller.identity().right().covers(Right.OPERATE)))
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND, "no active pin holds the workload " + fingerprint));
  }

  /** The state keeps what was proved; by which records, the pin's story tells. */
  private Optional<Pin> told(WorkloadState state) {
    Workload workload = state.workload();
    return Optional.ofNullable(state.pin())
        .map(pin -> PinRecords.active(workload, pin))
        .map(
            pin -> {
              if (pin.getEvidence() != null) {
                pin.getEvidence()
                    .setInputs(history.proofOf(workload.fingerprint(), pin.getPinId()));
              }
              return pin;
            });
  }

  private Stream<KnownPin> wanted(
      SortedMap<String, KnownPin> pins, PinFilter filter, HttpRequest<?> request) {
    String workspace = Caller.of(request).workspace().value();
    Instant now = Instant.now();
    return pins.values().stream()
        .filter(pin -> workspace.equals(pin.workspace()))
        .map(pin -> pin.in(tickets::standingFor))
        .filter(pin -> filter.matches(pin, now));
  }

  private static Listed listed(KnownPin pin) {
    return new Listed(
        pin.pin(),
        pin.workload(),
        pin.fingerprint(),
        pin.version(),
        pin.awayFrom(),
        pin.state(),
        pin.signature(),
        pin.ticket(),
        pin.createdAt(),
        pin.expiresAt());
  }

  @Override
  public List<LongRunning> parts() {
    return List.of(view);
  }

  @Override
  @PreDestroy
  public void close() {
    readings.forEach(Reading.Registration::close);
    view.close();
  }
}
