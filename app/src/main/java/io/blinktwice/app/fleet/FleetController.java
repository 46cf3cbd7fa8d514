package io.blinktwice.app.fleet;

import io.blinktwice.events.RunVerdict;
import io.blinktwice.events.VerdictAction;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.PageSize;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The fleet as a whole, from a view over the verdicts: any instance shows all of it. */
@Controller("/v1")
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class FleetController implements KeepsRunning, AutoCloseable {
  /** About 400 bytes each. */
  private static final int MOST_WORKLOADS = 100_000;

  /** Verdicts that are read again at a start: a few seconds' work. */
  private static final int NEWEST = 200_000;

  private static final int MOST_WORKSPACES = 200;
  private static final int LARGEST_PAGE = 1_000;

  private final FleetPicture picture = new FleetPicture(MOST_WORKLOADS, MOST_WORKSPACES);
  private final TopicView<RunVerdict> view;

  FleetController(KafkaConnection connection) {
    view = TopicView.followNewest(connection, Topics.RUN_VERDICTS, "fleet", NEWEST, this::remember);
  }

  /**
   * A workspace of the fleet.
   *
   * @param byVersion how many workloads ran on each version last
   * @param ended attempts that ended
   * @param rescued attempts after the first that succeeded: failures that nobody saw
   * @param failedForGood attempts that failed and were not tried again
   * @param complete whether the newest 200,000 attempts that ended before the server started are
   *     read; counts still grow where not
   * @param forgotten workloads that there was no room for any more
   * @param spanSeconds how long a span is
   * @param spans what happened over time, oldest first; spans without an end of a run are left out
   * @param workspaces how many workloads each has; the caller's own only, where it has but one
   */
  @Serdeable
  record FleetAnswer(
      String workspace,
      Map<String, Long> byVersion,
      long ended,
      long rescued,
      long failedForGood,
      boolean complete,
      long forgotten,
      long spanSeconds,
      List<SpanAnswer> spans,
      Map<String, Long> workspaces) {}

  /**
   * A span of time.
   *
   * @param workloads how many workloads had run on each version last, at its end
   * @param runs attempts that ended in it, by version
   * @param failed those of them that failed
   */
  @Serdeable
  record SpanAnswer(
      Instant from, Map<String, Long> workloads, Map<String, Long> runs, Map<String, Long> failed) {
    static SpanAnswer of(VersionsOverTime.Span span) {
      return new SpanAnswer(span.from(), span.workloads(), span.runs(), span.failed());
    }
  }

  /** A page of workloads; {@code next} is absent on the last. */
  @Serdeable
  record WorkloadPage(List<WorkloadLine> workloads, @Nullable String next) {}

  /** A workload as it ran last. */
  @Serdeable
  record WorkloadLine(
      String workload,
      String fingerprint,
      String version,
      boolean succeeded,
      int attempt,
      long runs,
      Instant at) {
    static WorkloadLine of(FleetPicture.Seen seen) {
      return new WorkloadLine(
          seen.workload(),
          seen.fingerprint(),
          seen.version(),
          seen.succeeded(),
          seen.attempt(),
          seen.runs(),
          seen.at());
    }
  }

  private void remember(TopicView.Record<RunVerdict> seen) {
    RunVerdict verdict = seen.value();
    if (verdict != null) {
      picture.ended(
          new FleetPicture.Ended(
              verdict.getWorkspace(),
              verdict.getWorkload(),
              verdict.getFingerprint(),
              verdict.getAttempt(),
              verdict.getEngineVersion().intern(),
              verdict.getSucceeded(),
              verdict.getAction() != VerdictAction.FINISH,
              verdict.getDecidedAt()));
    }
  }

  /**
   * Shows the workloads of a workspace by the version that they ran on, now and over time.
   *
   * @return the workspace
   */
  @Get("/fleet")
  @Needs(Right.VIEW)
  FleetAnswer fleet(HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    String workspace = caller.workspace().value();
    FleetPicture.Summary found =
        picture
            .summary(workspace)
            .orElseGet(() -> new FleetPicture.Summary(Map.of(), 0, 0, 0, 10, List.of()));
    Map<String, Long> workspaces = picture.workspaces();
    workspaces.keySet().removeIf(name -> !caller.isPlatform() && !name.equals(workspace));
    return new FleetAnswer(
        workspace,
        found.workloads(),
        found.ended(),
        found.rescued(),
        found.failedForGood(),
        view.isCaughtUp(),
        picture.forgotten(),
        found.spanSeconds(),
        found.spans().stream().map(SpanAnswer::of).toList(),
        workspaces);
  }

  /**
   * Lists the workloads of a workspace that ran anything, by name.
   *
   * @param containing what the name contains, whatever its case
   * @param version that it ran on last
   * @param after the page after this fingerprint, as a page's {@code next} says
   * @param limit at most so many, up to 1000
   * @return a page of them
   */
  @Get("/workloads")
  @Needs(Right.VIEW)
  WorkloadPage workloads(
      @Nullable @QueryValue String containing,
      @Nullable @QueryValue String version,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    int size = PageSize.of(limit, LARGEST_PAGE);
    String workspace = Caller.of(request).workspace().value();
    List<FleetPicture.Seen> found =
        picture.workloads(workspace, containing, version, after, size + 1);
    boolean more = found.size() > size;
    List<FleetPicture.Seen> page = more ? found.subList(0, size) : found;
    return new WorkloadPage(
        page.stream().map(WorkloadLine::of).toList(), more ? page.getLast().fingerprint() : null);
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
