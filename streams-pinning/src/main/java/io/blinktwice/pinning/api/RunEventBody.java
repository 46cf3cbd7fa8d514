package io.blinktwice.pinning.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to one attempt of a run.
 *
 * @param eventId identity of the event; follows from run, attempt and kind if absent
 * @param workload the workload's own name
 * @param job what the workload is recognised by, where it has no name
 * @param planShape what it is recognised by where nobody declared it, as the gateway hashed it
 * @param run the run, by its scheduler's id
 * @param attempt which try of the run; the first if absent
 * @param kind started, succeeded, failed or killed
 * @param version the engine version that it ran on; it is in the catalogue
 * @param environment the client's environment version; it is registered
 * @param cluster the cluster that served it
 * @param clusterSize size class of that cluster: where memory runs out, the next try gets a larger
 *     one
 * @param neighbours other operations that ran on that cluster when it ended
 * @param codeHash what the workload's own code was
 * @param decisionId the answer of resolve that chose the version
 * @param epoch the roll-out epoch of that answer
 * @param fallback whether the version was chosen without an answer
 * @param sideEffects none_seen, may_have_written, declared_idempotent, declared_append or unknown
 * @param occurredAt when; now if absent or too far from now
 * @param error how it failed
 * @param measured what it used, by the names of the record RunMetrics
 * @param killedBy who or what stopped it
 * @param orchestrator what started it, such as airflow
 * @param cause for an attempt after the first, the verdict that asked for it
 */
@Schema(name = "RunEventBody")
record RunEventBody(
    @Nullable String eventId,
    @Nullable String workload,
    @Nullable JobRequest job,
    @Nullable String planShape,
    String run,
    @Nullable Integer attempt,
    String kind,
    String version,
    @Nullable String environment,
    @Nullable String cluster,
    @Nullable String clusterSize,
    @Nullable Integer neighbours,
    @Nullable String codeHash,
    @Nullable String decisionId,
    @Nullable Long epoch,
    @Nullable Boolean fallback,
    @Nullable String sideEffects,
    @Nullable String occurredAt,
    @Nullable ErrorBody error,
    @Nullable Map<String, Object> measured,
    @Nullable String killedBy,
    @Nullable String orchestrator,
    @Nullable String cause) {

  /**
   * How it failed; secrets are taken out, and what is longer than 64 KiB is cut.
   *
   * @param message what was said
   * @param stackTrace where
   * @param exceptionClass class of the exception
   * @param exceptionChain that class and its ancestors
   * @param condition Spark error condition, such as CAST_INVALID_INPUT
   * @param sqlState five-character SQLSTATE
   * @param grpcStatus status of the failed call, where there was one
   */
  @Schema(name = "RunErrorBody")
  record ErrorBody(
      @Nullable String message,
      @Nullable String stackTrace,
      @Nullable String exceptionClass,
      @Nullable List<String> exceptionChain,
      @Nullable String condition,
      @Nullable String sqlState,
      @Nullable String grpcStatus) {}
}
