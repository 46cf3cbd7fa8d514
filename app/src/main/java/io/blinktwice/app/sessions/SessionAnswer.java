package io.blinktwice.app.sessions;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;

/**
 * A session, as gateways wrote it down.
 *
 * @param user as servers know it: workspace and actor where people sign in
 * @param cluster where it lives; absent while nowhere: its server drains and nobody used it, so its
 *     next call makes it again on another
 * @param since when it came to live there, or nowhere
 * @param gateway the process that wrote of it last
 * @param steps what makes its state: configuration, views, functions, artifacts
 * @param boundBecause why it cannot move to another cluster; absent where it can
 * @param run whose it is, as far as its client said
 * @param underWay operations that run or wait for a place
 * @param lastDecisionAt when something of it was last given a place
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
record SessionAnswer(
    String session,
    String workspace,
    @Nullable String user,
    @Nullable String cluster,
    String version,
    Instant since,
    @Nullable String gateway,
    int steps,
    @Nullable String boundBecause,
    @Nullable String run,
    int underWay,
    @Nullable Instant lastDecisionAt) {

  /** A page, and where the next one starts, where there is one. */
  @Serdeable
  record Page(List<SessionAnswer> sessions, int count, @Nullable String next) {}

  /** Operations of a session, the newest first, and where the next page starts. */
  @Serdeable
  record Operations(
      String session, List<OperationAnswer> operations, int count, @Nullable String next) {}

  /**
   * One operation of a session.
   *
   * @param state waiting, running, finished, failed, canceled, refused, or unheard: its server no
   *     longer names it and has not told its end
   * @param decision what was last decided of it: placed, moved, queued, isolated or refused
   * @param at when that was
   * @param queuedMillis how long it had waited for its place
   * @param endedTasks of those that it is known to have; as its server last said
   * @param taskMillis time of its tasks, so far or in all
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  record OperationAnswer(
      String operation,
      String state,
      @Nullable String cluster,
      String version,
      String latency,
      String decision,
      Instant at,
      long queuedMillis,
      @Nullable Instant startedAt,
      @Nullable Instant endedAt,
      @Nullable Long tasks,
      @Nullable Long endedTasks,
      @Nullable Long taskMillis) {}
}
