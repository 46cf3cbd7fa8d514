package io.blinktwice.app.clusters;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.ClusterLifecycle;
import io.blinktwice.events.ClusterState;
import io.blinktwice.events.Reason;
import io.blinktwice.events.ScalingAction;
import io.blinktwice.events.ScalingDecision;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.Fields;
import io.blinktwice.runtime.http.JsonBody;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpStatus;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** From what a person wants of clusters to the scaling decision that says so. */
final class ClusterRequests {
  private static final int MAX_BYTES = 16 << 10;
  private static final int MAX_TEXT = 200;
  private static final int MOST_AT_ONCE = 20;
  private static final String POOL = "local";

  private ClusterRequests() {}

  /**
   * Servers to start.
   *
   * @param version a version of the catalogue that the pool can launch
   * @param size a size class of the pool; its ordinary one if absent
   * @param pool the pool; local if absent
   * @param count how many; 1 if absent
   * @param reason why, for those who read it later
   */
  @Schema(name = "StartClustersBody")
  record StartBody(
      String version,
      @Nullable String size,
      @Nullable String pool,
      @Nullable Integer count,
      @Nullable String reason) {}

  /**
   * A server to drain.
   *
   * @param cluster its id, as the list of clusters has it
   * @param reason why, for those who read it later
   */
  @Schema(name = "DrainClusterBody")
  record DrainBody(String cluster, @Nullable String reason) {}

  /** Who wants it, under which id, when. */
  record Asked(@Nullable String actor, String id, Instant at) {}

  static ScalingDecision start(byte[] body, Asked asked) {
    Fields fields = new Fields(object(body), StartBody.class);
    String version = fields.text("version", MAX_TEXT).orElse("");
    try {
      version = new EngineVersion(version).value();
    } catch (InvalidIdentifier e) {
      fields.wrong("'version' is a version of the catalogue, such as 4.2.0");
    }
    Optional<String> size = fields.text("size", MAX_TEXT);
    String pool = fields.text("pool", MAX_TEXT).orElse(POOL);
    int count = (int) fields.whole("count", 1, MOST_AT_ONCE).orElse(1);
    String reason = fields.text("reason", Attribution.LONGEST_REASON).orElse("");
    fields.refuseProblems();
    return decision(asked, pool, version, reason)
        .setAction(ScalingAction.OUT)
        .setSize(size.orElse(null))
        .setCount(count)
        .build();
  }

  /**
   * @param clusters what is known of each
   */
  static ScalingDecision drain(
      byte[] body, Asked asked, Function<String, Optional<ClusterLifecycle>> clusters) {
    Fields fields = new Fields(object(body), DrainBody.class);
    String cluster = fields.text("cluster", MAX_TEXT).orElse("");
    if (cluster.isEmpty()) {
      fields.wrong("'cluster' is the id of one, as the list of clusters has it");
    }
    String reason = fields.text("reason", Attribution.LONGEST_REASON).orElse("");
    fields.refuseProblems();
    ClusterLifecycle known =
        clusters
            .apply(cluster)
            .filter(found -> found.getState() != ClusterState.GONE)
            .orElseThrow(
                () ->
                    new ProblemException(
                        HttpStatus.NOT_FOUND, "there is no cluster " + Fields.shown(cluster)));
    int end = cluster.indexOf('/');
    return decision(
            asked, end < 0 ? cluster : cluster.substring(0, end), known.getVersion(), reason)
        .setAction(ScalingAction.IN)
        .setSize(known.getSize())
        .setCount(1)
        .setClusters(List.of(cluster))
        .build();
  }

  private static ScalingDecision.Builder decision(
      Asked asked, String pool, String version, String reason) {
    Attribution by = Attribution.of(asked.actor(), reason);
    return ScalingDecision.newBuilder()
        .setDecisionId(DecisionId.of("scaling-by-hand", "1", asked.id()).value())
        .setPool(pool)
        .setEngineVersion(version)
        .setPolicy("by-hand")
        .setReasons(List.of(new Reason("by-hand", by.actor() + " ordered it: " + by.reason())))
        .setRuleVersion("1")
        .setDecidedAt(asked.at());
  }

  private static JsonNode object(byte[] body) {
    if (body.length > MAX_BYTES) {
      throw new ProblemException(
          HttpStatus.REQUEST_ENTITY_TOO_LARGE,
          "the body has more than %d bytes".formatted(MAX_BYTES));
    }
    return JsonBody.object(body);
  }
}
