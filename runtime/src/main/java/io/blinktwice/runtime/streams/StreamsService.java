package io.blinktwice.runtime.streams;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running topology: replaces a failed thread a bounded number of times, then stops the role. */
public final class StreamsService implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamsService.class);
  private static final int REPLACEMENTS = 5;
  private static final Duration CLOSING = Duration.ofSeconds(10);

  private final StreamsSettings settings;
  private final KafkaStreams streams;
  private final AtomicInteger replacements = new AtomicInteger();

  public StreamsService(StreamsSettings settings, Topology topology) {
    this.settings = settings;
    this.streams = new KafkaStreams(topology, settings.properties());
    streams.setUncaughtExceptionHandler(this::onFailure);
    streams.setStateListener(this::onState);
  }

  public void start() {
    streams.start();
  }

  /** For interactive queries. */
  public KafkaStreams streams() {
    return streams;
  }

  public StreamsSettings settings() {
    return settings;
  }

  /** Whether the role works or is about to: a rebalance is part of its life. */
  public boolean isLive() {
    return streams.state().isRunningOrRebalancing()
        || streams.state() == KafkaStreams.State.CREATED;
  }

  public boolean isReady() {
    return streams.state() == KafkaStreams.State.RUNNING;
  }

  private StreamThreadExceptionResponse onFailure(Throwable failure) {
    boolean replace = replacements.incrementAndGet() <= REPLACEMENTS;
    LOG.atError()
        .setCause(failure)
        .addKeyValue("role", settings.role())
        .addKeyValue("failures", replacements.get())
        .log(replace ? "stream thread failed and is replaced" : "stream thread failed too often");
    return replace
        ? StreamThreadExceptionResponse.REPLACE_THREAD
        : StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
  }

  private void onState(KafkaStreams.State now, KafkaStreams.State before) {
    LOG.atInfo()
        .addKeyValue("role", settings.role())
        .addKeyValue("from", before)
        .addKeyValue("to", now)
        .log("stream state changed");
  }

  @Override
  public void close() {
    streams.close(CLOSING);
  }
}
