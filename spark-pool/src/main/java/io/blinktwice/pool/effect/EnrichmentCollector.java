package io.blinktwice.pool.effect;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.Enrichment;
import io.blinktwice.events.EnrichmentKind;
import io.blinktwice.events.EnrichmentRequest;
import io.blinktwice.events.EnrichmentResult;
import io.blinktwice.pool.decision.LogExcerpt;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to explain a failure that happened on a server of this pool.
 *
 * <p>The topic holds requests and answers: after a restart, what was answered already is found
 * there and not answered again. An answer's id follows from its request, so that two are one.
 */
public final class EnrichmentCollector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnrichmentCollector.class);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(2);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final String pool;
  private final Explanations explanations;
  private final InstantSource clock;
  private final EventPublisher publisher;
  private final Map<String, Enrichment> open = new ConcurrentHashMap<>();
  private final Map<String, ClusterLifecycle> clusters = new ConcurrentHashMap<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final TopicView<ClusterLifecycle> lifecycle;
  private final TopicView<Enrichment> requests;
  private final Thread thread;

  private EnrichmentCollector(
      KafkaConnection kafka, String pool, List<SparkConnectServer.Installation> installations) {
    this.pool = pool;
    this.explanations = new Explanations(installations);
    this.clock = InstantSource.system();
    this.publisher = new EventPublisher(kafka, "blinktwice/pool/" + pool);
    this.lifecycle =
        TopicView.follow(kafka, Topics.CLUSTER_LIFECYCLE, pool + "-collector", this::onCluster);
    this.requests = TopicView.follow(kafka, Topics.ENRICHMENT, pool + "-collector", this::onAsked);
    this.thread = Thread.ofPlatform().daemon().name(pool + "-collector").unstarted(this::run);
  }

  public static EnrichmentCollector start(
      KafkaConnection kafka, String pool, List<SparkConnectServer.Installation> installations) {
    EnrichmentCollector collector = new EnrichmentCollector(kafka, pool, installations);
    collector.thread.start();
    return collector;
  }

  private void onCluster(TopicView.Record<ClusterLifecycle> seen) {
    if (seen.value() == null) {
      clusters.remove(seen.key());
    } else if (isOurs(seen.key())) {
      clusters.put(seen.key(), seen.value());
    }
  }

  private void onAsked(TopicView.Record<Enrichment> seen) {
    Enrichment said = seen.value();
    if (said == null) {
      return;
    }
    EnrichmentRequest request = said.getRequest();
    EnrichmentResult result = said.getResult();
    if (request != null && concerns(request)) {
      open.put(said.getEnrichmentId(), said);
      asked.add(said.getEnrichmentId());
    } else if (result != null && result.getCollector().equals(pool)) {
      open.remove(result.getRequestId());
    }
  }

  private boolean concerns(EnrichmentRequest request) {
    String cluster = request.getFailedCluster();
    return cluster == null ? explanations.runs(request.getFailedVersion()) : isOurs(cluster);
  }

  private boolean isOurs(String cluster) {
    return cluster.startsWith(pool + "/");
  }

  private void run() {
    try {
      boolean known =
          requests.awaitCaughtUp(CAUGHT_UP_WITHIN) && lifecycle.awaitCaughtUp(CAUGHT_UP_WITHIN);
      LOG.atInfo().addKeyValue("pool", pool).addKeyValue("caughtUp", known).log("collector ready");
      while (!Thread.currentThread().isInterrupted()) {
        Enrichment request = open.remove(asked.take());
        if (request != null && isUseful(request)) {
          answer(request, Objects.requireNonNull(request.getRequest()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isUseful(Enrichment request) {
    Instant by = Objects.requireNonNull(request.getRequest()).getAnswerBy();
    return by == null || clock.instant().isBefore(by);
  }

  private void answer(Enrichment asked, EnrichmentRequest request) {
    for (EnrichmentKind kind : request.getWanted()) {
      EnrichmentResult.Builder result =
          EnrichmentResult.newBuilder()
              .setRequestId(asked.getEnrichmentId())
              .setCollector(pool)
              .setKind(kind)
              .setAttempt(request.getFailedAttempt());
      try {
        if (collect(kind, request, result)) {
          publish(asked, result.build());
        }
      } catch (IOException | RuntimeException e) {
        LOG.atWarn().setCause(e).addKeyValue("kind", kind).log("could not be collected");
        publish(asked, result.setFailure(String.valueOf(e.getMessage())).build());
      }
    }
  }

  /** False for what this collector knows nothing of: another one may. */
  private boolean collect(
      EnrichmentKind kind, EnrichmentRequest request, EnrichmentResult.Builder result)
      throws IOException {
    return switch (kind) {
      case SERVER_LOG -> {
        LogExcerpt excerpt = explanations.log(request).orElse(null);
        yield excerpt != null && put(result.setTruncated(excerpt.truncated()), excerpt.text());
      }
      case CLUSTER_STATE -> put(result, state(request.getFailedCluster()));
      case CONFIGURATION_DIFF -> put(result, explanations.configuration(request).orElse(null));
      case RUN_METRICS, SIMILAR_RUNS, STACK_DIFF, UNKNOWN -> false;
    };
  }

  private static boolean put(EnrichmentResult.Builder result, @Nullable String content) {
    if (content != null) {
      result.setContent(content);
    }
    return content != null;
  }

  private @Nullable String state(@Nullable String cluster) {
    ClusterLifecycle known = cluster == null ? null : clusters.get(cluster);
    return known == null
        ? null
        : "%s is %s since %s%s%s"
            .formatted(
                cluster,
                known.getState(),
                known.getAt(),
                known.getExitCode() == null ? "" : ", exit code " + known.getExitCode(),
                known.getDetail() == null ? "" : "\n" + known.getDetail());
  }

  private void publish(Enrichment asked, EnrichmentResult result) {
    String id =
        DecisionId.of("finding", "1", asked.getEnrichmentId(), pool, result.getKind().name())
            .value();
    Instant now = clock.instant();
    Enrichment found =
        Enrichment.newBuilder()
            .setEnrichmentId(id)
            .setTicketId(asked.getTicketId())
            .setResult(result)
            .setAt(now)
            .build();
    publisher
        .publish(Topics.ENRICHMENT, asked.getTicketId(), found, id, now)
        .whenComplete(
            (written, failure) -> {
              if (failure != null) {
                LOG.atWarn().setCause(failure).addKeyValue("id", id).log("finding was not taken");
              }
            });
  }

  @Override
  public void close() {
    thread.interrupt();
    requests.close();
    lifecycle.close();
    try {
      if (!thread.join(CLOSING)) {
        LOG.atWarn().addKeyValue("pool", pool).log("the collector does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
