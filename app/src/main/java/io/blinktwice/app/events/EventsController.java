package io.blinktwice.app.events;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.SignIn;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.sse.Event;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.reactivestreams.Publisher;

/** What happens, as it is committed: a stream that goes on where it was after any interruption. */
@Controller("/v1/events")
@Requires(bean = KafkaConnection.class)
final class EventsController implements AutoCloseable {
  /** Each has a consumer of its own: about a megabyte, and a thread. */
  static final int MOST_LISTENERS = 50;

  private static final int WAITING_EVENTS = 256;
  private static final Listening.Rhythm RHYTHM =
      new Listening.Rhythm(Duration.ofSeconds(10), Duration.ofSeconds(30));

  private final KafkaConnection connection;
  private final SignIn signIn;
  private final Clock clock = Clock.systemUTC();
  private final Semaphore places = new Semaphore(MOST_LISTENERS);
  private final Set<Listening> running = ConcurrentHashMap.newKeySet();

  EventsController(KafkaConnection connection, SignIn signIn) {
    this.connection = connection;
    this.signIn = signIn;
  }

  /**
   * Streams events of the caller's workspace, and of what the fleet shares.
   *
   * @param types verdicts, pins, pin-events, rollout-decisions, version-health, releases, tickets
   *     (for the platform); several with commas, all if absent
   * @param workload nothing but this workload's, and what the fleet shares
   * @param from {@code start} for what is there already, {@code now} for what comes
   * @param lastEventId the id of the last event that was read: the stream goes on after it
   * @return server-sent events, and a heartbeat every 10 s
   */
  @Get(produces = MediaType.TEXT_EVENT_STREAM)
  @Needs(Right.VIEW)
  @ExecuteOn(TaskExecutors.BLOCKING)
  Publisher<Event<String>> events(
      @Nullable @QueryValue String types,
      @Nullable @QueryValue String workload,
      @QueryValue(defaultValue = "now") String from,
      @Nullable @Header("Last-Event-ID") String lastEventId,
      HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    Fingerprint wanted =
        workload == null
            ? null
            : Fingerprint.ofExplicitId(caller.workspace(), new WorkloadId(workload));
    Listening.Wish wish =
        new Listening.Wish(
            types == null ? EventType.all() : chosen(types),
            new Visibility(caller.workspace(), caller.isPlatform(), wanted),
            lastEventId == null || lastEventId.isEmpty()
                ? new Positions(Map.of())
                : positions(lastEventId),
            fromStart(from),
            () -> signIn.isStillGood(caller.identity(), clock.instant()));
    return listen(wish);
  }

  private Publisher<Event<String>> listen(Listening.Wish wish) {
    if (!places.tryAcquire()) {
      throw new ProblemException(
              HttpStatus.SERVICE_UNAVAILABLE,
              "%d listen already, which is the limit; try again later".formatted(MOST_LISTENERS))
          .withHeader("Retry-After", "10");
    }
    try {
      Outbox outbox = new Outbox(WAITING_EVENTS);
      Listening listening = new Listening(connection, wish, outbox, RHYTHM);
      running.add(listening);
      Thread.ofPlatform().daemon().name("events-listener").start(() -> run(listening));
      return outbox;
    } catch (RuntimeException e) {
      places.release();
      throw e;
    }
  }

  private void run(Listening listening) {
    try {
      listening.run();
    } finally {
      running.remove(listening);
      places.release();
    }
  }

  private static Set<EventType> chosen(String types) {
    Set<EventType> chosen = EnumSet.noneOf(EventType.class);
    for (String word : types.split(",", -1)) {
      chosen.add(
          EventType.of(word.strip())
              .orElseThrow(() -> wrong("'types' takes " + EventType.words() + ", with commas")));
    }
    return chosen;
  }

  private static Positions positions(String id) {
    Optional<Positions> found = Positions.parse(id);
    return found.orElseThrow(
        () -> wrong("the Last-Event-ID is none of ours; leave it out to begin with what comes"));
  }

  private static boolean fromStart(String from) {
    return switch (from) {
      case "start" -> true;
      case "now" -> false;
      default -> throw wrong("'from' is start or now");
    };
  }

  private static ProblemException wrong(String detail) {
    return new ProblemException(HttpStatus.UNPROCESSABLE_ENTITY, detail);
  }

  @Override
  @PreDestroy
  public void close() {
    running.forEach(Listening::stop);
  }
}
