package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.kafka.DeadLetters;
import io.blinktwice.runtime.life.Death;
import io.blinktwice.runtime.life.FailureBudget;
import io.blinktwice.runtime.life.FailureBudget.Judgement;
import io.blinktwice.runtime.life.Scaled;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.ServiceMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running topology: replaces a failed thread as often as its {@link FailureBudget} forgives, then
 * the role is dead; from the second failure on after a pause. An outage of Kafka or the registry
 * kills no role: the thread is replaced after a pause, for as long as it takes. So it is while the
 * disk takes nothing. State on disk that is damaged is thrown away and restored from its changelog.
 */
public final class StreamsService implements Scaled, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  /** The failed call has its own pauses already; this one keeps the log readable. */
  private static final Duration PAUSE = Duration.ofSeconds(3);

  private final StreamsSettings settings;
  private final Topology topology;
  private final LocalState state;
  private final boolean keepsState;
  private final FailureBudget budget = FailureBudget.ordinary();
  private final InstantSource clock;
  private final Duration pause;
  private final Death death;
  private final Replicas replicas;
  private final HangingTransactions hanging;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean renewing = new AtomicBoolean();
  private volatile KafkaStreams streams;
  private volatile boolean retired;
  private volatile @Nullable String trouble;

  public StreamsService(StreamsSettings settings, Topology topology) {
    this(settings, topology, InstantSource.system(), PAUSE);
  }

  StreamsService(StreamsSettings settings, Topology topology, InstantSource clock, Duration pause) {
    this.settings = settings;
    this.topology = topology;
    this.state = new LocalState(settings.instance().stateDirectory(), settings.applicationId());
    this.clock = clock;
    this.pause = pause;
    this.death = new Death(settings.role());
    if (state.open(settings.guarantee())) {
      settings
          .formerMember(state.process())
          .ifPresent(self -> self.leave(settings.connection().properties()));
    }
    this.streams = new KafkaStreams(topology, settings.properties());
    this.keepsState = state.isThere();
    listenTo(streams);
    this.replicas = new Replicas(() -> streams().allLocalStorePartitionLags(), clock);
    this.hanging = HangingTransactions.of(settings, topology, clock);
    this.retired = settings.options().leavesOnShutdown();
  }

  private void listenTo(KafkaStreams client) {
    client.setUncaughtExceptionHandler(this::onFailure);
    client.setStateListener((now, before) -> onState(client, now, before));
  }

  public void start() {
    hanging.awaitEnd();
    try {
      streams.start();
    } catch (StreamsException e) {
      if (state.diskTrouble(e).isPresent() || !LocalState.isDamage(e)) {
        throw e;
      }
      renewing.set(true);
      renew(e);
    }
    replicas.start(settings.role());
    hanging.watch(() -> !isReady());
  }

  /**
   * What was found on disk cannot be read: it is thrown away and restored, as often as forgiven.
   */
  public void onDamage(Throwable failure) {
    if (closing.getCount() > 0 && renewing.compareAndSet(false, true)) {
      Thread.ofPlatform().name(settings.role() + "-renewal").start(() -> renewOrDie(failure));
    }
  }

  private void renewOrDie(Throwable failure) {
    try {
      if (budget.judge(failure, clock.instant()) == Judgement.TOO_MANY) {
        death.comesOf(failure);
      } else {
        renew(failure);
      }
    } catch (RuntimeException e) {
      death.comesOf(e);
    }
  }

  private synchronized void renew(Throwable failure) {
    LOG.atWarn()
        .addKeyValue("role", settings.role())
        .addKeyValue("folder", state.folder())
        .addKeyValue("reason", DeadLetters.reasonOf(failure))
        .log("local state is damaged; it is thrown away and restored from its changelog");
    closeClient(GroupMembershipOperation.REMAIN_IN_GROUP);
    state.throwAway();
    if (closing.getCount() > 0) {
      KafkaStreams fresh = new KafkaStreams(topology, settings.properties());
      listenTo(fresh);
      streams = fresh;
      fresh.start();
      renewing.set(false);
    }
  }

  /** For interactive queries. */
  public KafkaStreams streams() {
    return streams;
  }

  public StreamsSettings settings() {
    return settings;
  }

  @Override
  public String name() {
    return settings.role();
  }

  /** Whether the role works or is about to: a rebalance is part of its life. */
  @Override
  public boolean isLive() {
    return !isDead()
        && (renewing.get()
            || streams.state().isRunningOrRebalancing()
            || streams.state() == KafkaStreams.State.CREATED);
  }

  @Override
  public boolean isReady() {
    return !isDead() && trouble == null && streams.state() == KafkaStreams.State.RUNNING;
  }

  @Override
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble).or(hanging::trouble).or(this::waiting);
  }

  /** What it does instead of its work, as Kafka Streams calls it. */
  private Optional<String> waiting() {
    return isReady() || isDead()
        ? Optional.empty()
        : Optional.of(
            "its stream is " + streams.state() + ": it takes partitions, restores stores");
  }

  @Override
  public boolean isDead() {
    return death.hasCome();
  }

  @Override
  public void onDead(Consumer<Throwable> callback) {
    death.tell(callback);
  }

  /** How long ago a local copy of a store partition was complete; nothing if it never was. */
  public Optional<Duration> staleness(String store, int partition) {
    return replicas.staleness(store, partition);
  }

  @Override
  public List<String> objectionsToScalingIn() {
    return ScalingIn.objections(isReady(), instances(), replicas.all());
  }

  private Collection<StreamsMetadata> instances() {
    return isReady() ? streams.metadataForAllStreamsClients() : List.of();
  }

  @Override
  public void retire() {
    retired = true;
    LOG.atInfo()
        .addKeyValue("role", settings.role())
        .addKeyValue("instance", settings.instance().instance())
        .log("this instance will leave its group when it ends");
  }

  StreamThreadExceptionResponse onFailure(Throwable failure) {
    Optional<String> disk = state.diskTrouble(failure);
    disk.ifPresent(sentence -> trouble = sentence);
    Judgement judgement =
        disk.isPresent() ? Judgement.OUTAGE : budget.judge(failure, clock.instant());
    ServiceMetrics.THREAD_FAILURES.increment(settings.role(), Label.word(judgement));
    LOG.atError()
        .setCause(disk.isPresent() ? null : failure)
        .addKeyValue("role", settings.role())
        .addKeyValue("judgement", judgement)
        .addKeyValue("reason", disk.orElseGet(() -> DeadLetters.reasonOf(failure)))
        .log("stream thread failed");
    return switch (judgement) {
      case OUTAGE -> {
        pause();
        yield StreamThreadExceptionResponse.REPLACE_THREAD;
      }
      case FORGIVEN -> {
        if (keepsState && !state.isThere()) {
          onDamage(failure); // No thread could make the folder anew.
          yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        if (budget.isRepeated()) {
          pause(); // Or all that is forgiven is used up before anything could have changed.
        }
        yield StreamThreadExceptionResponse.REPLACE_THREAD;
      }
      case TOO_MANY -> {
        death.comesOf(failure);
        yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    };
  }

  private void pause() {
    try {
      boolean over = closing.await(pause.toMillis(), TimeUnit.MILLISECONDS);
      LOG.atDebug().addKeyValue("closing", over).log("pause of a failed stream thread is over");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onState(KafkaStreams client, KafkaStreams.State now, KafkaStreams.State before) {
    LOG.atInfo()
        .addKeyValue("role", settings.role())
        .addKeyValue("from", before)
        .addKeyValue("to", now)
        .log("stream state changed");
    if (now == KafkaStreams.State.RUNNING) {
      trouble = null;
    }
    if (now == KafkaStreams.State.ERROR && client == streams && !renewing.get()) {
      death.comesOf(new IllegalStateException("the stream client of the role has stopped"));
    }
  }

  /** A member that stays one comes back to its partitions; one that leaves gives them away. */
  @Override
  public void close() {
    closing.countDown();
    replicas.close();
    hanging.close();
    synchronized (this) {
      boolean inOrder =
          closeClient(
              retired
                  ? GroupMembershipOperation.LEAVE_GROUP
                  : GroupMembershipOperation.REMAIN_IN_GROUP);
      if (inOrder && keepsState) {
        state.markClosed();
      }
    }
  }

  private boolean closeClient(GroupMembershipOperation membership) {
    return streams.close(CloseOptions.timeout(CLOSING).withGroupMembershipOperation(membership));
  }
}
