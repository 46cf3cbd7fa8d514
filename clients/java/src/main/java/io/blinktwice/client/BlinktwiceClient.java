package io.blinktwice.client;

import io.blinktwice.client.Api.Answer;
import io.blinktwice.client.Api.Unreachable;
import io.blinktwice.client.Told.NotAnAnswer;
import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.RunId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks which version a run gets, reports what became of it, and waits for the verdict.
 *
 * <p>A job never waits longer than half a second because of this, and never fails because of it.
 * One for a process is enough; it may be used from several threads.
 */
public final class BlinktwiceClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlinktwiceClient.class);
  private static final Duration RESOLVE = Duration.ofMillis(500);
  private static final Duration AT_THE_END = Duration.ofMillis(500);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

  private final @Nullable String fallback;
  private final Clock clock;
  private final Duration patience;
  private final Api api;
  private final KnownAnswers known;
  private final Outbox outbox;
  private final Delivery delivery;

  public BlinktwiceClient(ClientOptions options) {
    this(options, Clock.systemUTC(), RESOLVE);
  }

  BlinktwiceClient(ClientOptions options, Clock clock, Duration patience) {
    Path state = options.state();
    this.fallback = options.fallbackVersion();
    this.clock = clock;
    this.patience = patience;
    this.api = new Api(options.url(), options.apiKey());
    this.known = new KnownAnswers(state == null ? null : state.resolve("answers"), clock);
    this.outbox =
        new Outbox(state == null ? null : state.resolve("outbox"), options.outboxEvents(), clock);
    this.delivery = new Delivery(outbox, api);
    if (outbox.size() > 0) {
      delivery.wake();
    }
  }

  /**
   * Which version this attempt gets; after half a second the fallback applies, and says so.
   *
   * @throws NoSuchElementException if nobody answers, nothing is known, and no fallback version is
   *     configured: a made-up version would be worse than a clear word
   * @throws EnvironmentRefused if no version suits the environment
   */
  public Resolved resolve(Workload workload, String run, int attempt, @Nullable String environment)
      throws InterruptedException {
    Map<String, Object> asked = new LinkedHashMap<>(workload.told());
    asked.put("run", new RunId(run).value());
    asked.put("attempt", new Attempt(new RunId(run), attempt).number());
    if (environment != null) {
      asked.put("environment", environment);
    }
    String problem;
    try {
      Answer answer = api.post("/v1/resolve", asked, patience);
      if (answer.status() == 200) {
        Resolved resolved = Resolved.of(Json.readObject(answer.body()));
        known.remember(workload.key(), resolved);
        return resolved;
      }
      if (environment != null && EnvironmentRefused.isMeantBy(answer)) {
        throw new EnvironmentRefused(answer.sentence());
      }
      problem = answer.sentence();
    } catch (Unreachable e) {
      problem = String.valueOf(e.getMessage());
    } catch (NotAnAnswer e) {
      problem = "what answered is not Blinktwice: " + e.getMessage();
    }
    LOG.atWarn().addKeyValue("why", problem).log("resolve gave no answer, the fallback applies");
    return withoutAnAnswer(workload, attempt, problem);
  }

  private Resolved withoutAnAnswer(Workload workload, int attempt, String problem) {
    Optional<Resolved> last = attempt == 1 ? known.of(workload.key()) : Optional.empty();
    if (last.isPresent()) {
      return last.get().again(problem);
    }
    Optional<String> stable = known.stable();
    if (stable.isPresent()) {
      return Resolved.fallback(stable.get(), "the stable version as last heard", problem);
    }
    if (fallback != null) {
      return Resolved.fallback(fallback, "the configured version", problem);
    }
    throw new NoSuchElementException(
        "nobody says which version "
            + workload.key()
            + " gets ("
            + problem
            + "), and there is no fallback: set BLINKTWICE_FALLBACK_VERSION");
  }

  /** False where the event is lost because the outbox is full; it is counted. */
  public boolean report(RunReport report) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>(report.workload().told());
    event.put("run", new RunId(report.run()).value());
    event.put("attempt", report.attempt());
    event.put("kind", report.kind().word());
    event.put("version", report.resolved().version());
    event.put("fallback", report.resolved().fallback());
    event.put("occurredAt", clock.instant().toString());
    putIfThere(event, "decisionId", report.resolved().decisionId());
    putIfThere(event, "epoch", report.resolved().epoch());
    Throwable error = report.error();
    if (error != null) {
      event.put("error", ToldError.of(error));
    }
    event.putAll(report.more());
    boolean kept = outbox.put(event);
    delivery.wake();
    return kept;
  }

  private static void putIfThere(
      Map<String, @Nullable Object> event, String name, @Nullable Object value) {
    if (value != null) {
      event.put(name, value);
    }
  }

  /** What to do after a failed attempt, once it is decided; empty where nobody says in time. */
  public Optional<Verdict> verdict(Workload workload, String run, int attempt, Duration wait)
      throws InterruptedException {
    Duration bounded = wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    long begun = System.nanoTime();
    if (!delivery.flush(bounded)) {
      return Optional.empty();
    }
    Duration left = bounded.minusNanos(System.nanoTime() - begun);
    String path =
        "/v1/runs/%s/verdict?workload=%s&attempt=%d&wait=%dms"
            .formatted(
                encoded(run), encoded(workload.key()), attempt, Math.max(0, left.toMillis()));
    try {
      Answer answer = api.get(path, left.plusSeconds(1));
      if (answer.status() == 200) {
        return Optional.of(Verdict.of(Json.readObject(answer.body())));
      }
      LOG.atWarn().addKeyValue("run", run).addKeyValue("why", answer.sentence()).log("no verdict");
    } catch (Unreachable | NotAnAnswer e) {
      LOG.atWarn().addKeyValue("run", run).addKeyValue("why", e.getMessage()).log("no verdict");
    }
    return Optional.empty();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** How many events wait in the outbox. */
  public int pending() {
    return outbox.size();
  }

  /** How many events were dropped because the outbox was full. */
  public long lost() {
    return outbox.lost();
  }

  /** Whether all events are delivered within the time. */
  public boolean flush(Duration timeout) throws InterruptedException {
    return delivery.flush(timeout);
  }

  /** Delivers what it can in half a second; the rest goes with the next start. */
  @Override
  public void close() {
    try {
      if (outbox.size() > 0) {
        delivery.flush(AT_THE_END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      delivery.close();
    }
  }
}
