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
import io.blinktwice.runtime.kafka.OpenRequests;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests to explain a failure that happened on a server of this pool. An answer's id
 * follows from its request, so that two are one.
 */
final class EnrichmentCollector implements OpenRequests.Worker<Enrichment>, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EnrichmentCollector.class);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(2);

  private final String pool;
  private final Explanations explanations;
  private final InstantSource clock;
  private final EventPublisher publisher;
  private final Map<String, ClusterLifecycle> clusters = new ConcurrentHashMap<>();
  private final TopicView<ClusterLifecycle> lifecycle;
  private final OpenRequests<Enrichment> requests;

  private EnrichmentCollector(KafkaConnection kafka, String pool, Explanations explanations) {
    this.pool = pool;
    this.explanations = explanations;
    this.clock = InstantSource.system();
    this.publisher = new EventPublisher(kafka, "blinktwice/pool/" + pool);
    this.lifecycle =
        TopicView.follow(kafka, Topics.CLUSTER_LIFECYCLE, pool + "-collector", this::onCluster);
    this.requests = OpenRequests.follow(kafka, Topics.ENRICHMENT, pool + "-collector", this);
  }

  static EnrichmentCollector start(KafkaConnection kafka, String pool, Explanations explanations) {
    return new EnrichmentCollector(kafka, pool, explanations);
  }

  private void onCluster(TopicView.Record<ClusterLifecycle> seen) {
    if (seen.value() == null) {
      clusters.remove(seen.key());
    } else if (isOurs(seen.key())) {
      clusters.put(seen.key(), seen.value());
    }
  }

  @Override
  public Optional<String> requestedBy(Enrichment said) {
    EnrichmentRequest request = said.getRequest();
    return request != null && concerns(request)
        ? Optional.of(said.getEnrichmentId())
        : Optional.empty();
  }

  @Override
  public Optional<String> answeredBy(Enrichment said) {
    return Optional.ofNullable(said.getResult())
        .filter(result -> result.getCollector().equals(pool))
        .map(EnrichmentResult::getRequestId);
  }

  private boolean concerns(EnrichmentRequest request) {
    String cluster = request.getFailedCluster();
    return cluster == null ? explanations.runs(request.getFailedVersion()) : isOurs(cluster);
  }

  private boolean isOurs(String cluster) {
    return cluster.startsWith(pool + "/");
  }

  @Override
  public boolean workOn(Enrichment request) {
    if (!lifecycle.awaitCaughtUp(CAUGHT_UP_WITHIN)) {
      LOG.atWarn().addKeyValue("pool", pool).log("not all clusters are known yet");
    }
    if (isUseful(request)) {
      answer(request, Objects.requireNonNull(request.getRequest()));
    }
    return true;
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
    requests.close();
    lifecycle.close();
    publisher.close();
  }
}
