package io.blinktwice.runtime.streams;

import io.blinktwice.runtime.life.Death;
import io.blinktwice.runtime.life.FailureBudget;
import io.blinktwice.runtime.life.FailureBudget.Judgement;
import io.blinktwice.runtime.life.Scaled;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running topology: replaces a failed thread as often as its {@link FailureBudget} forgives, then
 * the role is dead. An outage of Kafka or the registry kills no role: the thread is replaced after
 * a pause, for as long as it takes.
 */
public final class StreamsService implements Scaled, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final Duration CLOSING = Duration.ofSeconds(10);

  /** The failed call has its own pauses already; this one keeps the log readable. */
  private static final Duration OUTAGE_PAUSE = Duration.ofSeconds(3);

  private final StreamsSettings settings;
  private final KafkaStreams streams;
  private final FailureBudget budget = FailureBudget.ordinary();
  private final InstantSource clock;
  private final Duration outagePause;
  private final Death death;
  private final Replicas replicas;
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile boolean retired;

  public StreamsService(StreamsSettings settings, Topology topology) {
    this(settings, topology, InstantSource.system(), OUTAGE_PAUSE);
  }

  StreamsService(
      StreamsSettings settings, Topology topology, InstantSource clock, Duration outagePause) {
    this.settings = settings;
    this.clock = clock;
    this.outagePause = outagePause;
    this.death = new Death(settings.role());
    this.streams = new KafkaStreams(topology, settings.properties());
    streams.setUncaughtExceptionHandler(this::onFailure);
    streams.setStateListener(this::onState);
    this.replicas = new Replicas(streams::allLocalStorePartitionLags, clock);
    this.retired = settings.options().leavesOnShutdown();
  }

  public void start() {
    streams.start();
    replicas.start(settings.role());
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
        && (streams.state().isRunningOrRebalancing()
            || streams.state() == KafkaStreams.State.CREATED);
  }

  @Override
  public boolean isReady() {
    return !isDead() && streams.state() == KafkaStreams.State.RUNNING;
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
    Judgement judgement = budget.judge(failure, clock.instant());
    LOG.atError()
        .setCause(failure)
        .addKeyValue("role", settings.role())
        .addKeyValue("judgement", judgement)
        .log("stream thread failed");
    return switch (judgement) {
      case OUTAGE -> {
        pause();
        yield StreamThreadExceptionResponse.REPLACE_THREAD;
      }
      case FORGIVEN -> StreamThreadExceptionResponse.REPLACE_THREAD;
      case TOO_MANY -> {
        death.comesOf(failure);
        yield StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
      }
    };
  }

  private void pause() {
    try {
      boolean over = closing.await(outagePause.toMillis(), TimeUnit.MILLISECONDS);
      LOG.atDebug().addKeyValue("closing", over).log("pause of a failed stream thread is over");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void onState(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.atInfo()
        .addKeyValue("role", settings.role())
        .addKeyValue("from", before)
        .addKeyValue("to", now)
        .log("stream state changed");
    if (now == KafkaStreams.State.ERROR) {
      death.comesOf(new IllegalStateException("the stream client of the role has stopped"));
    }
  }

  /** A member that stays one comes back to its partitions; one that leaves gives them away. */
  @Override
  public void close() {
    closing.countDown();
    replicas.close();
    streams.close(
        CloseOptions.timeout(CLOSING)
            .withGroupMembershipOperation(
                retired
                    ? GroupMembershipOperation.LEAVE_GROUP
                    : GroupMembershipOperation.REMAIN_IN_GROUP));
  }
}
