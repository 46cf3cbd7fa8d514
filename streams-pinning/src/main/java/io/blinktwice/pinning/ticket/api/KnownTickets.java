package io.blinktwice.pinning.ticket.api;

import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketChange;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** All tickets, from a read model over the compacted topic: any instance has them all. */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
public final class KnownTickets implements KeepsRunning, AutoCloseable {
  /**
   * Of one ticket into the next; merges go in no circles, and the topic is not trusted to say so.
   */
  private static final int MOST_MERGES = 100;

  private final SortedMap<String, Ticket> byId = new ConcurrentSkipListMap<>();
  private final ConcurrentMap<String, CompletableFuture<Done>> awaited = new ConcurrentHashMap<>();
  private final TopicView<Ticket> view;

  KnownTickets(KafkaConnection connection) {
    view = TopicView.follow(connection, Topics.TICKETS, "tickets", this::remember);
  }

  /** What became of a command, and the ticket from then on. */
  record Done(TicketChange change, Ticket ticket) {}

  private void remember(TopicView.Record<Ticket> seen) {
    Ticket ticket = seen.value();
    if (ticket == null) {
      byId.remove(seen.key());
      return;
    }
    byId.put(seen.key(), ticket);
    if (!awaited.isEmpty()) {
      ticket
          .getHistory()
          .forEach(
              change -> {
                CompletableFuture<Done> waiting = awaited.get(change.getChangeId());
                if (waiting != null) {
                  waiting.complete(new Done(change, ticket));
                }
              });
    }
  }

  Optional<Ticket> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** Where the members of a ticket are by now: it may have been merged, and that one again. */
  public String standingFor(String id) {
    String standing = id;
    for (int step = 0; step < MOST_MERGES; step++) {
      Ticket ticket = byId.get(standing);
      String into = ticket == null ? null : ticket.getMergedInto();
      if (into == null) {
        return standing;
      }
      standing = into;
    }
    return standing;
  }

  /** Those after this id, in the order of ids. */
  SortedMap<String, Ticket> after(String id) {
    return byId.tailMap(id + "\0");
  }

  SortedMap<String, Ticket> all() {
    return byId;
  }

  /** What becomes of a command that is given meanwhile; nothing if that takes too long. */
  Optional<Done> await(String command, Runnable given, Duration atMost) {
    CompletableFuture<Done> done = new CompletableFuture<>();
    awaited.put(command, done);
    try {
      given.run();
      return Optional.of(done.get(atMost.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException | ExecutionException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      awaited.remove(command);
    }
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
