package io.blinktwice.app.clusters;

import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterUtilization;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The clusters of all pools, from their topics; what people want of them goes out as a scaling
 * decision, as the autoscaler's do, and the pool carries it out.
 */
@Controller("/v1/clusters")
@Requires(bean = KafkaConnection.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class ClustersController implements KeepsRunning, AutoCloseable {
  private static final String READER = "clusters-api";

  private final Map<String, ClusterLifecycle> lives = new ConcurrentHashMap<>();
  private final Map<String, ClusterUtilization> loads = new ConcurrentHashMap<>();
  private final EventPublisher publisher;
  private final List<TopicView<?>> views;

  ClustersController(KafkaConnection connection) {
    publisher = EventPublisher.forCommands(connection, "blinktwice/clusters-api");
    views =
        List.of(
            TopicView.follow(
                connection, Topics.CLUSTER_LIFECYCLE, READER, seen -> keep(lives, seen)),
            TopicView.follow(
                connection, Topics.CLUSTER_UTILIZATION, READER, seen -> keep(loads, seen)));
  }

  private static <V> void keep(Map<String, V> newest, TopicView.Record<V> seen) {
    if (seen.value() == null) {
      newest.remove(seen.key());
    } else {
      newest.put(seen.key(), seen.value());
    }
  }

  /**
   * What was ordered; that it has happened shows in the list of clusters.
   *
   * @param decision names the decision in the list of clusters and in the log of the pool
   */
  @Serdeable
  record Ordered(String decision, String pool) {}

  /**
   * Lists the clusters with what each does at the moment; those that are gone for a week after.
   *
   * @return all clusters of all pools
   */
  @Get
  @Needs(Right.VIEW)
  ClusterAnswer.Clusters clusters() {
    return new ClusterAnswer.Clusters(
        lives.values().stream()
            .sorted(Comparator.comparing(ClusterLifecycle::getCluster))
            .map(life -> ClusterAnswer.of(life, loads.get(life.getCluster())))
            .toList());
  }

  /**
   * Starts another cluster, or some, as far as the pool's limit allows; the list of clusters shows
   * when it is ready.
   */
  @Post("/start")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ClusterRequests.StartBody.class)))
  @ApiResponse(
      responseCode = "202",
      description = "the pool will carry it out",
      content = @Content(schema = @Schema(implementation = Ordered.class)))
  HttpResponse<Ordered> startClusters(@Nullable @Body byte[] body, HttpRequest<?> request) {
    return order(ClusterRequests.start(bytes(body), asked(request)));
  }

  /**
   * Drains a cluster: it takes no new sessions and is stopped once nothing runs on it, or when the
   * pool's bound is over.
   */
  @Post("/drain")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = ClusterRequests.DrainBody.class)))
  @ApiResponse(
      responseCode = "202",
      description = "the pool will carry it out",
      content = @Content(schema = @Schema(implementation = Ordered.class)))
  HttpResponse<Ordered> drainCluster(@Nullable @Body byte[] body, HttpRequest<?> request) {
    return order(
        ClusterRequests.drain(
            bytes(body), asked(request), id -> Optional.ofNullable(lives.get(id))));
  }

  private static byte[] bytes(@Nullable byte[] body) {
    return body == null ? new byte[0] : body;
  }

  private static ClusterRequests.Asked asked(HttpRequest<?> request) {
    return new ClusterRequests.Asked(
        Caller.of(request).actor(), UUID.randomUUID().toString(), Instant.now());
  }

  private HttpResponse<Ordered> order(ScalingDecision decision) {
    try {
      publisher
          .publish(
              Topics.SCALING_DECISIONS,
              decision.getPool(),
              decision,
              decision.getDecisionId(),
              decision.getDecidedAt())
          .join();
    } catch (CompletionException e) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "Kafka did not take the order, or did not say so; look at the list of clusters");
    }
    return HttpResponse.accepted().body(new Ordered(decision.getDecisionId(), decision.getPool()));
  }

  @Override
  public List<LongRunning> parts() {
    return List.copyOf(views);
  }

  @Override
  @PreDestroy
  public void close() {
    views.forEach(TopicView::close);
    publisher.close();
  }
}
