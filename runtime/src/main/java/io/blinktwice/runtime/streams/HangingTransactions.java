package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.streams.StreamsSettings.Guarantee;
import io.blinktwice.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that nobody else will: open in a partition, unknown to their coordinator.
 *
 * <p>A broker leaves one behind that ends or comes back while a partition has no leader (decision
 * 0009). No timeout and no fencing reaches it, for both are the coordinator's. Where it has written
 * offsets, the role waits for ever to learn where to go on; where it has written to a changelog,
 * stores would be restored only up to it. It is looked for before a stream starts, and again for as
 * long as one is not ready.
 *
 * <p>What is unknown twice in a row while the partition still has it is not under way: a
 * coordinator knows of a transaction before the first record of it is written, and until after the
 * last partition was told of its end. What is aborted is also older than any that may be written
 * in.
 */
final class HangingTransactions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  /** A start waits so long for one to grow old enough; then it goes on, and looks from there. */
  private static final Duration START_WAITS = Duration.ofSeconds(20);

  private static final Duration WATCH_EVERY = Duration.ofSeconds(5);

  /** Of a role that works: readers of what it writes would wait, though it does not itself. */
  private static final int LOOKS_LEFT_OUT = 6;

  private final StreamsSettings settings;
  private final Set<String> topics;
  private final InstantSource clock;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Since when each has been seen with nobody to end it. */
  private volatile Map<OpenTransaction, Instant> unknownBefore = Map.of();

  private @Nullable String lastTrouble;
  private volatile @Nullable String trouble;

  private HangingTransactions(StreamsSettings settings, Set<String> topics, InstantSource clock) {
    this.settings = settings;
    this.topics = Set.copyOf(topics);
    this.clock = clock;
  }

  /** Those that would keep this role from its work, or readers from what it wrote. */
  static HangingTransactions of(StreamsSettings settings, Topology topology, InstantSource clock) {
    Set<String> topics =
        new HashSet<>(PartitionsWritten.topicsOf(topology, settings.applicationId()));
    topics.add(settings.connection().nameOf(Topics.DEAD_LETTERS));
    return new HangingTransactions(settings, topics, clock);
  }

  private boolean isNeeded() {
    return settings.guarantee() == Guarantee.EXACTLY_ONCE;
  }

  /** Before the streams start: what is found is ended, if it can be soon. */
  void awaitEnd() {
    if (!isNeeded()) {
      return;
    }
    Instant until = clock.instant().plus(START_WAITS);
    try {
      while (isWorthWaiting(look(), until) && !over(BETWEEN_LOOKS)) {
        // Once more: what is on its way to its end is not there the next time.
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isWorthWaiting(Optional<Instant> next, Instant until) {
    return clock.instant().isBefore(until) && next.filter(until::isAfter).isPresent();
  }

  /** Looks again and again, more often while the role waits for something. */
  void watch(BooleanSupplier waits) {
    if (isNeeded()) {
      Thread.ofVirtual().name(settings.role() + "-transactions").start(() -> keepLooking(waits));
    }
  }

  private void keepLooking(BooleanSupplier waits) {
    try {
      for (int turn = 1; !over(WATCH_EVERY); turn++) {
        if (waits.getAsBoolean() || !unknownBefore.isEmpty() || turn % LOOKS_LEFT_OUT == 0) {
          look();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean over(Duration pause) throws InterruptedException {
    return closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What keeps a transaction from being ended, in a sentence. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /**
   * When something may be ended, if anything is to be. Whatever goes wrong here costs time, nothing
   * else.
   */
  private synchronized Optional<Instant> look() throws InterruptedException {
    Properties connection = settings.connection().properties();
    connection.put("default.api.timeout.ms", (int) PATIENCE.toMillis());
    connection.put("request.timeout.ms", (int) PATIENCE.toMillis());
    try (Admin admin = Admin.create(connection)) {
      return look(admin);
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      say("transactions that were left open cannot be looked for: " + words(e));
      return Optional.empty();
    }
  }

  private Optional<Instant> look(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    PartitionsWritten written = PartitionsWritten.of(admin, settings.applicationId(), topics);
    if (!written.hidden().isEmpty()) {
      say(
          "transactions that were left open cannot be looked for in %s: the right to READ and DESCRIBE is missing"
              .formatted(String.join(", ", written.hidden())));
    }
    Map<OpenTransaction, Instant> open = written.open();
    Set<Long> producers =
        open.keySet().stream().map(OpenTransaction::producer).collect(Collectors.toSet());
    Collection<TransactionDescription> known =
        producers.isEmpty() ? List.of() : Coordinators.knownOf(admin, producers);
    Instant now = clock.instant();
    Map<OpenTransaction, Instant> before = unknownBefore;
    Map<OpenTransaction, Instant> unknown = new HashMap<>();
    for (OpenTransaction each : open.keySet()) {
      if (!each.isKnownTo(known)) {
        unknown.put(each, before.getOrDefault(each, now));
      }
    }
    unknownBefore = Map.copyOf(unknown);
    trouble = null;
    // What merely ended between the two questions is not there the next time.
    Optional<Instant> next =
        before.keySet().containsAll(unknown.keySet()) ? Optional.empty() : Optional.of(now);
    Duration longest = unknown.isEmpty() ? Duration.ZERO : Coordinators.longestTransaction(admin);
    for (Map.Entry<OpenTransaction, Instant> each : unknown.entrySet()) {
      if (before.containsKey(each.getKey())) {
        Instant last = open.getOrDefault(each.getKey(), now);
        Instant over = each.getKey().over(last, each.getValue(), known, longest);
        if (now.isBefore(over)) {
          trouble =
              "%s is held by a transaction that nobody ends; it is aborted at %s"
                  .formatted(each.getKey().partition(), over);
          next = next.filter(over::isAfter).or(() -> Optional.of(over));
        } else {
          abort(admin, each.getKey());
        }
      }
    }
    return next;
  }

  private void abort(Admin admin, OpenTransaction hanging)
      throws InterruptedException, TimeoutException {
    try {
      within(
          admin
              .abortTransaction(
                  new AbortTransactionSpec(
                      hanging.partition(),
                      hanging.producer(),
                      hanging.epoch(),
                      hanging.coordinatorEpoch()))
              .all());
    } catch (ExecutionException e) {
      trouble =
          e.getCause() instanceof AuthorizationException
              ? "%s is held by a transaction that nobody ends, and to abort it the right to ALTER the cluster is missing"
                  .formatted(hanging.partition())
              // Another role or instance may have done it meanwhile: the next look tells.
              : "%s is held by a transaction that could not be aborted: %s"
                  .formatted(hanging.partition(), words(e));
      say(trouble);
      return;
    }
    LOG.atWarn()
        .addKeyValue("role", settings.role())
        .addKeyValue("partition", hanging.partition())
        .addKeyValue("offset", hanging.start())
        .addKeyValue("producer", hanging.producer())
        .log("a transaction that its coordinator does not know of was left open; it is aborted");
  }

  /** Once, for as long as nothing changes. */
  private void say(String sentence) {
    if (!sentence.equals(lastTrouble)) {
      lastTrouble = sentence;
      LOG.atWarn().addKeyValue("role", settings.role()).log(sentence);
    }
  }

  private static String words(Exception failure) {
    Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
    return String.valueOf(
        cause == null || cause.getMessage() == null ? failure.getClass() : cause.getMessage());
  }

  static <T> T within(KafkaFuture<T> future)
      throws InterruptedException, ExecutionException, TimeoutException {
    return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    closing.countDown();
  }
}
