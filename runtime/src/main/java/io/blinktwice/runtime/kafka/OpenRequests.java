package io.blinktwice.runtime.kafka;

import io.blinktwice.runtime.life.LongRunning;
import io.blinktwice.schemas.Topic;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests on a topic that holds their answers, too: after a restart, what was answered already is
 * found there and not worked on again. One request at a time, on a thread of its own.
 */
public final class OpenRequests<V extends SpecificRecord> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofMinutes(2);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(1);
  private static final Duration CLOSING = Duration.ofSeconds(5);

  private final Worker<V> worker;
  private final Map<String, V> open = new ConcurrentHashMap<>();
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
  private final TopicView<V> view;
  private final Thread thread;

  /** Who works on requests. */
  public interface Worker<V> {
    /** The id of the request that a record is; empty if it is none of this worker's. */
    Optional<String> requestedBy(V record);

    /** The id of the request that a record answers in this worker's name. */
    Optional<String> answeredBy(V record);

    /** False if it cannot be worked on now, but maybe soon. */
    boolean workOn(V request) throws InterruptedException;
  }

  private OpenRequests(
      KafkaConnection connection, Topic<V> topic, String reader, Worker<V> worker) {
    this.worker = worker;
    this.view = TopicView.follow(connection, topic, reader, this::onRecord);
    this.thread = Thread.ofPlatform().daemon().name(reader + "-requests").unstarted(this::run);
  }

  /**
   * @param reader names this worker among all that read the topic
   */
  public static <V extends SpecificRecord> OpenRequests<V> follow(
      KafkaConnection connection, Topic<V> topic, String reader, Worker<V> worker) {
    OpenRequests<V> requests = new OpenRequests<>(connection, topic, reader, worker);
    requests.thread.start();
    return requests;
  }

  /** What has to go on for requests to be heard of. */
  public LongRunning view() {
    return view;
  }

  private void onRecord(TopicView.Record<V> seen) {
    V said = seen.value();
    if (said == null) {
      return;
    }
    worker
        .requestedBy(said)
        .ifPresent(
            request -> {
              open.put(request, said);
              asked.add(request);
            });
    worker.answeredBy(said).ifPresent(open::remove);
  }

  private void run() {
    try {
      boolean known = view.awaitCaughtUp(CAUGHT_UP_WITHIN);
      LOG.atInfo().addKeyValue("view", view.name()).addKeyValue("caughtUp", known).log("ready");
      while (!Thread.currentThread().isInterrupted()) {
        String id = asked.take();
        V request = open.get(id);
        if (request != null && !isDone(request)) {
          asked.add(id);
          Thread.sleep(AGAIN_AFTER);
        } else {
          open.remove(id);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDone(V request) throws InterruptedException {
    try {
      return worker.workOn(request);
    } catch (RuntimeException e) {
      LOG.atWarn().setCause(e).addKeyValue("view", view.name()).log("request is left alone");
      return true;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
    view.close();
    try {
      if (!thread.join(CLOSING)) {
        LOG.atWarn().addKeyValue("view", view.name()).log("the worker does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
