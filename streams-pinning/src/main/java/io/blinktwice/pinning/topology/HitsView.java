package io.blinktwice.pinning.topology;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.events.Ticket;
import io.blinktwice.pinning.decision.Hits;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topics;
import java.util.List;

/** How many workloads each failure of each release has hit, as the tickets tell it. */
public final class HitsView implements AutoCloseable {
  private final HitsFold fold = new HitsFold();
  private final TopicView<Ticket> view;

  public HitsView(KafkaConnection connection) {
    view = TopicView.follow(connection, Topics.TICKETS, "pinning-hits", this::remember);
  }

  public Hits now() {
    return fold.now();
  }

  public List<LongRunning> views() {
    return List.of(view);
  }

  private void remember(TopicView.Record<Ticket> seen) {
    Ticket ticket = seen.value();
    try {
      if (ticket == null || ticket.getPinned() == 0) {
        fold.gone(seen.key());
      } else {
        fold.hit(
            seen.key(),
            new Hits.Failure(new EngineVersion(ticket.getRelease()), ticket.getSignature()),
            ticket.getPinned());
      }
    } catch (InvalidIdentifier e) {
      fold.gone(seen.key()); // Of a release that nobody can run on.
    }
  }

  @Override
  public void close() {
    view.close();
  }
}
