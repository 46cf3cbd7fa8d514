package io.blinktwice.router.proxy;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many bytes of messages all calls together may hold on the heap.
 *
 * <p>Who finds no room waits, in the order of coming, and its sender with it. However large a
 * message is, it passes when half of the budget is free, and keeps others waiting meanwhile.
 */
final class ByteBudget {
  private final long limit;
  private final ReentrantLock turn = new ReentrantLock(true);
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();
  private long held;

  ByteBudget(long limit) {
    this.limit = limit;
  }

  /** Waits until there is room; only the first in line looks for it, so large ones get theirs. */
  void take(int bytes) throws InterruptedException {
    turn.lockInterruptibly();
    try {
      lock.lock();
      try {
        while (held + Math.min(bytes, limit / 2) > limit) {
          room.await();
        }
        held += bytes;
      } finally {
        lock.unlock();
      }
    } finally {
      turn.unlock();
    }
  }

  /** Counts what is held already: its size was not known before. */
  void add(int bytes) {
    change(bytes);
  }

  void giveBack(int bytes) {
    change(-bytes);
  }

  private void change(long bytes) {
    lock.lock();
    try {
      held += bytes;
      room.signal();
    } finally {
      lock.unlock();
    }
  }

  long held() {
    lock.lock();
    try {
      return held;
    } finally {
      lock.unlock();
    }
  }
}
