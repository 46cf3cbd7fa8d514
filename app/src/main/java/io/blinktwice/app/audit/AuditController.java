package io.blinktwice.app.audit;

import io.blinktwice.events.Audit;
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
import java.util.Optional;

/** The newest changes, from a view over the topic; the topic itself keeps them for a year. */
@Controller("/v1/audit")
@Requires(bean = KafkaConnection.class)
final class AuditController implements KeepsRunning, AutoCloseable {
  /** Each has two records. */
  private static final int REMEMBERED = 10_000;

  private static final int LARGEST_PAGE = 1_000;

  private final RecentChanges changes = new RecentChanges(REMEMBERED);
  private final TopicView<Audit> view;

  AuditController(KafkaConnection connection) {
    view =
        TopicView.followNewest(
            connection, Topics.AUDIT, "audit-api", 2L * REMEMBERED, this::remember);
  }

  /**
   * A change that somebody asked for.
   *
   * @param at when it was asked for
   * @param reason why, where whoever asked said so
   * @param status HTTP status of the answer; absent where the outcome is not known
   */
  @Serdeable
  record Change(
      String id,
      Instant at,
      String actor,
      String credential,
      String workspace,
      String operation,
      String object,
      String from,
      String requestId,
      @Nullable String traceparent,
      @Nullable String reason,
      @Nullable Integer status,
      @Nullable Boolean accepted) {

    static Change of(RecentChanges.Entry entry) {
      Audit asked = entry.asked();
      Integer status = entry.status();
      return new Change(
          asked.getAuditId(),
          asked.getAt(),
          asked.getActor(),
          asked.getCredential(),
          asked.getWorkspace(),
          asked.getOperation(),
          asked.getObject(),
          asked.getRemote(),
          asked.getRequestId(),
          asked.getTraceparent(),
          asked.getReason(),
          status,
          status == null ? null : status < 400);
    }
  }

  /**
   * A page, the newest change first.
   *
   * @param next for {@code before} of the next page; absent on the last
   */
  @Serdeable
  record Page(List<Change> changes, @Nullable Long next) {}

  private void remember(TopicView.Record<Audit> seen) {
    Optional.ofNullable(seen.value()).ifPresent(audit -> changes.add(seen.offset(), audit));
  }

  /**
   * Lists changes of the caller's workspace; a platform credential without a workspace sees all.
   *
   * @param before only changes before this place, as a page's {@code next} says
   * @param limit at most so many, up to 1000
   * @return a page of them, the newest first
   */
  @Get
  @Needs(Right.ADMIN)
  Page audit(
      @Nullable @QueryValue Long before,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    boolean all = caller.isPlatform() && request.getHeaders().get(Caller.WORKSPACE_HEADER) == null;
    String workspace = caller.workspace().value();
    int size = PageSize.of(limit, LARGEST_PAGE);
    List<RecentChanges.Entry> found =
        changes.before(
            before == null ? Long.MAX_VALUE : before,
            audit -> all || audit.getWorkspace().equals(workspace),
            size + 1);
    boolean more = found.size() > size;
    List<RecentChanges.Entry> page = more ? found.subList(0, size) : found;
    return new Page(page.stream().map(Change::of).toList(), more ? page.getLast().place() : null);
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
