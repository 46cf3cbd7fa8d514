package io.blinktwice.router.effect;

import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.wire.SparkResponse;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.connect.proto.DataType;
import org.jspecify.annotations.Nullable;

/**
 * An execution as its client knows it, over all calls and servers that it takes: what was asked,
 * and what of the answer the client has.
 *
 * <p>The request is kept only while the execution can be repeated: it is a read and no result has
 * reached the client. All kept requests together are bounded.
 */
final class KeptOperation {
  private static final AtomicLong KEPT = new AtomicLong();
  private static final long MOST_KEPT = Runtime.getRuntime().maxMemory() / 16;
  private static final int LONGEST_KEPT = 4 << 20;

  private final PlanMeaning meaning;
  private byte @Nullable [] request;
  private @Nullable DataType schemaTold;
  private boolean delivered;
  private boolean takenBack;
  private String lastResponse = "";
  private String lastBeforeRestart = "";

  KeptOperation(PlanMeaning meaning, byte[] request) {
    this.meaning = meaning;
    boolean short_ = request.length <= LONGEST_KEPT;
    if (short_ && KEPT.addAndGet(request.length) <= MOST_KEPT) {
      this.request = request;
    } else if (short_) {
      KEPT.addAndGet(-request.length);
    }
  }

  PlanMeaning meaning() {
    return meaning;
  }

  /** The request as its client sent it, while it may be sent again. */
  synchronized byte @Nullable [] request() {
    return delivered ? null : request;
  }

  /** The request of what made something of its session. */
  synchronized byte @Nullable [] step() {
    return request;
  }

  /** Whether it may be repeated: a read that its client has nothing of. */
  synchronized boolean isRepeatable() {
    return !delivered && request != null && meaning.equals(PlanMeaning.READ);
  }

  /**
   * It is taken from its server; from here on nothing of that one's answer reaches the client.
   *
   * @return false when the client has something of it, or it cannot be repeated
   */
  synchronized boolean takeBack() {
    takenBack = isRepeatable();
    return takenBack;
  }

  /** Its server keeps it after all. */
  synchronized void leave() {
    takenBack = false;
  }

  /** Returns whether the client is to get this message; false when it has its content already. */
  synchronized Passing passing(SparkResponse answer, byte[] message) {
    if (takenBack) {
      return Passing.KNOWN;
    }
    if (answer.result() || answer.complete()) {
      delivered = true;
      if (meaning.effect() instanceof SessionEffect.None) {
        forget();
      }
    }
    if (answer.schema() && !answer.result()) {
      DataType schema = SparkResponse.schemaIn(message);
      if (schemaTold == null) {
        schemaTold = schema;
      } else {
        return schemaTold.equals(schema) ? Passing.KNOWN : Passing.CONTRADICTS;
      }
    }
    lastResponse = answer.responseId();
    return Passing.NEW;
  }

  /** What a message is to a client. */
  enum Passing {
    NEW,
    KNOWN,
    CONTRADICTS
  }

  /** It begins anew on another server. */
  synchronized void restarts() {
    takenBack = false;
    lastBeforeRestart = lastResponse;
  }

  /** Whether this position is one in an answer that was given up. */
  synchronized boolean isBeforeRestart(String responseId) {
    return !responseId.isEmpty() && responseId.equals(lastBeforeRestart);
  }

  synchronized void forget() {
    if (request != null) {
      KEPT.addAndGet(-request.length);
      request = null;
    }
  }

  /** Bytes of all requests that are kept. */
  static long kept() {
    return KEPT.get();
  }
}
