package io.blinktwice.app.sessions;

import io.blinktwice.app.sessions.OperationBook.Operation;
import io.blinktwice.app.sessions.SessionAnswer.OperationAnswer;
import io.blinktwice.app.sessions.SessionBook.Known;
import io.blinktwice.events.OperationProgress;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.events.SessionJournalEntry;
import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.PageSize;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** The sessions of all gateways together, and the operations in them. */
@Controller("/v1/sessions")
@Requires(bean = KafkaConnection.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class SessionsController implements KeepsRunning, AutoCloseable {
  private static final String READER = "sessions-api";
  private static final int LARGEST_PAGE = 1000;

  /** A few pages of what is asked for; servers tell of themselves every second. */
  private static final int NEWEST = 50_000;

  private final SessionBook sessions = new SessionBook();
  private final OperationBook operations = new OperationBook();
  private final List<TopicView<?>> views;

  SessionsController(KafkaConnection connection) {
    views =
        List.of(
            TopicView.follow(
                connection,
                Topics.SESSION_JOURNAL,
                READER,
                seen -> sessions.heard(seen.key(), seen.value(), Instant.now())),
            newest(connection, Topics.ROUTING_DECISIONS, operations::decided),
            newest(connection, Topics.OPERATION_METRICS, operations::ended),
            newest(connection, Topics.CLUSTER_UTILIZATION, operations::reported));
  }

  private static <V extends SpecificRecord> TopicView<V> newest(
      KafkaConnection connection, Topic<V> topic, Consumer<V> listener) {
    return TopicView.followNewest(connection, topic, READER, NEWEST, each(listener));
  }

  private static <V extends SpecificRecord> TopicView.Listener<V> each(Consumer<V> listener) {
    return seen -> {
      V told = seen.value();
      if (told != null) {
        listener.accept(told);
      }
    };
  }

  /**
   * Lists the sessions that gateways have and did not see closed, by id; a workspace sees its own.
   *
   * @param workspace only those of this one
   * @param cluster only those that live on this one
   * @param after the page after this one, as a page's {@code next} says
   * @param limit at most so many, up to 1000
   * @return a page of them
   */
  @Get
  @Needs(Right.VIEW)
  SessionAnswer.Page sessions(
      @Nullable @QueryValue String workspace,
      @Nullable @QueryValue String cluster,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    int size = PageSize.of(limit, LARGEST_PAGE);
    Predicate<Known> wanted =
        visibleTo(request)
            .and(known -> workspace == null || workspace.equals(known.at().getWorkspace()))
            .and(known -> cluster == null || cluster.equals(known.at().getCluster()));
    List<Known> found = sessions.after(after, wanted, size + 1);
    List<Known> page = found.subList(0, Math.min(size, found.size()));
    Instant now = Instant.now();
    return new SessionAnswer.Page(
        page.stream().map(known -> answer(known, now)).toList(),
        page.size(),
        found.size() > size ? page.getLast().key() : null);
  }

  /**
   * Shows a session. Of several users' sessions with the same id, the one written of last.
   *
   * @param session its id, as its client chose it
   * @param user whose, where several have one with this id
   * @return the session
   */
  @Get("/{session}")
  @Needs(Right.VIEW)
  SessionAnswer session(String session, @Nullable @QueryValue String user, HttpRequest<?> request) {
    return answer(found(session, user, request), Instant.now());
  }

  /**
   * Lists the newest operations of a session, the newest first.
   *
   * @param session its id, as its client chose it
   * @param user whose, where several have one with this id
   * @param after the page after this operation, as a page's {@code next} says
   * @param limit at most so many, up to 1000; the newest 50 are known
   * @return what became of each
   */
  @Get("/{session}/operations")
  @Needs(Right.VIEW)
  SessionAnswer.Operations sessionOperations(
      String session,
      @Nullable @QueryValue String user,
      @Nullable @QueryValue String after,
      @QueryValue(defaultValue = "100") int limit,
      HttpRequest<?> request) {
    SessionJournalEntry at = found(session, user, request).at();
    List<Operation> all = operations.of(at.getWorkspace(), at.getSessionId(), Instant.now());
    int from = 0;
    for (int i = 0; i < all.size(); i++) {
      from = all.get(i).id().equals(after) ? i + 1 : from;
    }
    int to = Math.min(all.size(), from + PageSize.of(limit, LARGEST_PAGE));
    List<OperationAnswer> page =
        all.subList(from, to).stream().map(SessionsController::answer).toList();
    return new SessionAnswer.Operations(
        session, page, page.size(), to < all.size() ? page.getLast().operation() : null);
  }

  private Known found(String session, @Nullable String user, HttpRequest<?> request) {
    Predicate<Known> wanted =
        visibleTo(request).and(known -> user == null || user.equals(known.at().getUser()));
    return sessions
        .find(session, wanted)
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.NOT_FOUND,
                    "no session '" + session + "' is known; it may have been closed"));
  }

  /** To another workspace it is as if there were none. */
  private static Predicate<Known> visibleTo(HttpRequest<?> request) {
    Caller caller = Caller.of(request);
    String own = caller.workspace().value();
    return known -> caller.isPlatform() || own.equals(known.at().getWorkspace());
  }

  private SessionAnswer answer(Known known, Instant now) {
    SessionJournalEntry at = known.at();
    List<Operation> of = operations.of(at.getWorkspace(), at.getSessionId(), now);
    Optional<RoutingDecision> last = of.stream().findFirst().map(Operation::decided);
    return new SessionAnswer(
        at.getSessionId(),
        at.getWorkspace(),
        at.getUser(),
        at.getCluster(),
        String.valueOf(at.getEngineVersion()),
        at.getAt(),
        at.getGateway(),
        known.steps(),
        known.boundBecause(),
        last.map(RoutingDecision::getRunId).orElse(null),
        (int) of.stream().filter(Operation::isUnderWay).count(),
        last.map(RoutingDecision::getDecidedAt).orElse(null));
  }

  private static OperationAnswer answer(Operation one) {
    RoutingDecision decided = one.decided();
    OperationBook.End end = one.end();
    OperationProgress progress = one.progress();
    return new OperationAnswer(
        one.id(),
        word(one.state()),
        decided.getCluster(),
        decided.getEngineVersion(),
        word(decided.getLatency()),
        word(decided.getKind()),
        decided.getDecidedAt(),
        decided.getQueuedMillis(),
        end != null ? end.startedAt() : progress != null ? progress.getStartedAt() : null,
        end == null ? null : end.endedAt(),
        progress == null ? null : progress.getTasks(),
        progress == null ? null : progress.getEndedTasks(),
        end != null ? end.taskMillis() : progress != null ? progress.getTaskMillis() : null);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<LongRunning> parts() {
    return List.copyOf(views);
  }

  @Override
  @PreDestroy
  public void close() {
    views.forEach(TopicView::close);
  }
}
