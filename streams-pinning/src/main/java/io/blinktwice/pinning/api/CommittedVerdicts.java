package io.blinktwice.pinning.api;

import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.events.RunVerdict;
import io.blinktwice.pinning.PinningConfig;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.runtime.serde.AvroBody;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * The latest verdicts as the topic has them, committed: what a scheduler acts on must not be undone
 * by an aborted transaction. What has left is answered from the state ({@link EarlierVerdict}).
 */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class CommittedVerdicts implements KeepsRunning, AutoCloseable {
  /** Of a key and its place. */
  private static final int ASIDE = 256;

  /** What is read again at a start: as many as there may be room for. */
  private static final int NEWEST = 100_000;

  private static final byte[] NO_HEAD = {};

  /** As bytes: a hundred thousand verdicts as objects take most of an ordinary heap. */
  private final SequencedMap<Key, byte[]> latest = new LinkedHashMap<>();

  private final AvroBody<RunVerdict> body = new AvroBody<>(RunVerdict.class);
  private final TopicView<RunVerdict> view;

  /** By default some fifty thousand ordinary ones: what ended within the last minutes. */
  private final long mostBytes;

  private long bytes;

  private record Key(String fingerprint, String run, int attempt) {}

  CommittedVerdicts(KafkaConnection connection, PinningConfig config) {
    mostBytes = config.verdictBytes();
    view =
        TopicView.followNewest(connection, Topics.RUN_VERDICTS, "verdicts", NEWEST, this::remember);
  }

  private synchronized void remember(TopicView.Record<RunVerdict> seen) {
    RunVerdict verdict = seen.value();
    if (verdict != null) {
      byte[] kept = body.behind(NO_HEAD, verdict);
      byte[] before =
          latest.put(
              new Key(verdict.getFingerprint(), verdict.getRunId(), verdict.getAttempt()), kept);
      bytes += kept.length - (before == null ? -ASIDE : before.length);
      while (bytes > mostBytes && latest.size() > 1) {
        bytes -= ASIDE + latest.pollFirstEntry().getValue().length;
      }
      notifyAll();
    }
  }

  /** Waits for a verdict that is not there yet, at most so long. */
  synchronized Optional<RunVerdict> await(Fingerprint workload, Attempt attempt, Duration atMost) {
    Key key = new Key(workload.value(), attempt.run().value(), attempt.number());
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!latest.containsKey(key)) {
      long remainingMillis = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (remainingMillis <= 0) {
        return Optional.empty();
      }
      try {
        wait(remainingMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      }
    }
    return Optional.ofNullable(latest.get(key)).map(bytes -> body.from(bytes, 0));
  }

  @Override
  public List<LongRunning> parts() {
    return List.of(view);
  }

  @Override
  @PreDestroy
  public void close() {
    view.close();
  }
}
