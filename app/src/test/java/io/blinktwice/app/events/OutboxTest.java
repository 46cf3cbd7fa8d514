package io.blinktwice.app.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micronaut.http.sse.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

class OutboxTest {
  private static final Duration AT_ONCE = Duration.ZERO;

  private final Outbox outbox = new Outbox(3);
  private final Reader reader = new Reader();

  /** Takes what it is given and asks for nothing by itself. */
  private static final class Reader implements Subscriber<Event<String>> {
    final List<String> got = new ArrayList<>();
    boolean complete;

    @Override
    public void onSubscribe(Subscription subscription) {
      got.clear();
    }

    @Override
    public void onNext(Event<String> event) {
      got.add(event.getData());
    }

    @Override
    public void onError(Throwable failure) {
      throw new AssertionError(failure);
    }

    @Override
    public void onComplete() {
      complete = true;
    }
  }

  private boolean put(String data) throws InterruptedException {
    return outbox.put(Event.of(data), AT_ONCE);
  }

  @Test
  void givesWhatIsAskedForInOrder() throws Exception {
    outbox.subscribe(reader);
    outbox.request(2);
    put("a");
    put("b");
    put("c");
    assertEquals(List.of("a", "b"), reader.got);
    outbox.request(5);
    assertEquals(List.of("a", "b", "c"), reader.got);
  }

  @Test
  void holdsNoMoreThanItMay() throws Exception {
    outbox.subscribe(reader);
    assertTrue(put("a") && put("b") && put("c"));
    assertFalse(put("d"));
    outbox.endWith(Event.of("cut off"));
    outbox.request(9);
    assertEquals(List.of("cut off"), reader.got);
    assertTrue(reader.complete);
    assertFalse(put("e"));
  }

  @Test
  void isOverWhenItsReaderIsGone() throws Exception {
    outbox.subscribe(reader);
    outbox.cancel();
    assertTrue(outbox.isCancelled());
    assertFalse(put("a"));
  }
}
