package io.blinktwice.runtime.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeathTest {
  private final Death death = new Death("role");
  private final BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<Thread> tellers = new LinkedBlockingQueue<>();

  @Test
  void tellsTheFirstCauseToWhoAskedBeforeAndAfter() throws Exception {
    Throwable first = new IllegalStateException("first");
    death.tell(told::add);
    assertFalse(death.hasCome());
    death.comesOf(first);
    death.comesOf(new IllegalStateException("second"));
    death.tell(told::add);
    assertTrue(death.hasCome());
    assertEquals(first, told.poll(10, TimeUnit.SECONDS));
    assertEquals(first, told.poll(10, TimeUnit.SECONDS));
  }

  @Test
  void tellsOnAThreadOfItsOwn() throws Exception {
    death.tell(cause -> tellers.add(Thread.currentThread()));
    death.comesOf(new IllegalStateException("over"));
    assertNotEquals(Thread.currentThread(), tellers.poll(10, TimeUnit.SECONDS));
  }
}
