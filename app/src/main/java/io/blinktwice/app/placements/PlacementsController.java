package io.blinktwice.app.placements;

import io.blinktwice.events.PlacementDemand;
import io.blinktwice.events.RoutingDecision;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import jakarta.annotation.PreDestroy;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;

/** Where sessions and statements went and why, and what waits; of all gateways together. */
@Controller("/v1")
@Requires(bean = KafkaConnection.class)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PlacementsController implements KeepsRunning, AutoCloseable {
  private static final String READER = "placements-api";
  private static final int MOST = 1000;

  /** As many as the book holds. */
  private static final int NEWEST = PlacementBook.SESSIONS * PlacementBook.OF_A_SESSION;

  private final PlacementBook book = new PlacementBook();
  private final List<TopicView<?>> views;

  PlacementsController(KafkaConnection connection) {
    views =
        List.of(
            TopicView.followNewest(
                connection,
                Topics.ROUTING_DECISIONS,
                READER,
                NEWEST,
                seen -> {
                  RoutingDecision told = seen.value();
                  if (told != null) {
                    book.decided(told);
                  }
                }),
            TopicView.follow(
                connection,
                Topics.PLACEMENT_DEMAND,
                READER,
                seen -> {
                  PlacementDemand told = seen.value();
                  if (told != null) {
                    book.wants(told);
                  }
                }));
  }

  /**
   * Lists the statements that wait for a place, the longest wait first.
   *
   * @param limit how many to show at most, up to 1000; all are counted
   * @return what waits, in all gateways
   */
  @Get("/queue")
  @Needs(value = Right.VIEW, platform = true)
  PlacementAnswer.Queue queue(@QueryValue(defaultValue = "100") int limit) {
    Instant now = Instant.now();
    List<RoutingDecision> waiting = book.waiting(now);
    return new PlacementAnswer.Queue(
        waiting.size(),
        PlacementBook.byWorkspace(waiting),
        waiting.stream()
            .limit(bounded(limit))
            .map(one -> PlacementAnswer.waiting(one, now))
            .toList());
  }

  /**
   * Lists where sessions went last, the newest decision first.
   *
   * @param limit how many to show at most, up to 1000
   * @return the newest decision on each session
   */
  @Get("/placements")
  @Needs(value = Right.VIEW, platform = true)
  PlacementAnswer.Newest placements(@QueryValue(defaultValue = "100") int limit) {
    return new PlacementAnswer.Newest(
        book.newest(bounded(limit)).stream().map(PlacementAnswer::of).toList());
  }

  /**
   * Says why a session and its statements are where they are.
   *
   * @param session its id, as its client chose it
   * @return the newest decisions on it, each with candidates, scores, expectation and reasons
   */
  @Get("/placements/{session}")
  @Needs(value = Right.VIEW, platform = true)
  PlacementAnswer.Explained explainPlacement(String session) {
    try {
      return new PlacementAnswer.Explained(
          session, book.of(session).stream().map(PlacementAnswer::of).toList());
    } catch (NoSuchElementException e) {
      throw new ProblemException(
          HttpStatus.NOT_FOUND, "no decision on a session '" + session + "' is known");
    }
  }

  private static int bounded(int limit) {
    if (limit < 1 || limit > MOST) {
      throw new ProblemException(
          HttpStatus.BAD_REQUEST, "limit must lie between 1 and " + MOST + ", not " + limit);
    }
    return limit;
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
