package io.blinktwice.router.proxy;

import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.metrics.Label;
import io.blinktwice.runtime.metrics.Reading;
import io.grpc.Status;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** What there is to say of a call once it is over: what it was, where it went, what it took. */
public final class CallAccount {
  private static final AtomicLong OPEN = new AtomicLong();
  private static final Map<String, AtomicLong> OPEN_BY_POOL = new ConcurrentHashMap<>();

  static {
    Reading.Registration calls = RouterMetrics.CALLS_OPEN.from(samples -> samples.add(OPEN.get()));
    Reading.Registration pools =
        RouterMetrics.POOL_CALLS_OPEN.from(
            samples -> OPEN_BY_POOL.forEach((pool, open) -> samples.add(open.get(), pool)));
  }

  private final String method;
  private final AccessLog log;
  private final long began = System.nanoTime();
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicLong received = new AtomicLong();
  private final AtomicLong sent = new AtomicLong();
  private volatile @Nullable WorkspaceId workspace;
  private volatile @Nullable String session;
  private volatile @Nullable String operation;
  private volatile @Nullable Server server;

  /** Where a call went last. */
  public record Server(String cluster, String version, String pool) {}

  CallAccount(String method, AccessLog log) {
    this.method = method;
    this.log = log;
    OPEN.incrementAndGet();
  }

  void belongsTo(WorkspaceId whose) {
    workspace = whose;
  }

  /**
   * What it is about, as its client calls it.
   *
   * @param itsOperation none where it is about none
   */
  public void names(String itsSession, @Nullable String itsOperation) {
    session = itsSession;
    operation = itsOperation;
  }

  /** It goes there now. */
  public synchronized void goesTo(Server there) {
    if (over.get()) {
      return;
    }
    leavesItsPool();
    server = there;
    OPEN_BY_POOL.computeIfAbsent(admitted(there), _ -> new AtomicLong()).incrementAndGet();
  }

  private void leavesItsPool() {
    Server before = server;
    if (before != null) {
      AtomicLong open = OPEN_BY_POOL.get(admitted(before));
      if (open != null) {
        open.decrementAndGet();
      }
    }
  }

  private static String admitted(Server there) {
    return RouterMetrics.POOL.admit(there.pool());
  }

  void received(int bytes) {
    received.addAndGet(bytes);
  }

  void sent(int bytes) {
    sent.addAndGet(bytes);
  }

  /** Counts it, and writes its line, the first time that it is said to be over. */
  synchronized void isOver(Status.Code status) {
    if (!over.compareAndSet(false, true)) {
      return;
    }
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    OPEN.decrementAndGet();
    RouterMetrics.CALLS.increment(method, Label.word(status));
    RouterMetrics.CALL_SECONDS.observe(took, method);
    RouterMetrics.MESSAGE_BYTES.add(received.get(), method, "received");
    RouterMetrics.MESSAGE_BYTES.add(sent.get(), method, "sent");
    Server there = server;
    if (there != null) {
      RouterMetrics.POOL_CALLS.increment(there.pool(), Label.word(status));
      RouterMetrics.POOL_CALL_SECONDS.observe(took, there.pool());
      leavesItsPool();
    }
    log.write(
        new AccessLog.Line(
            method,
            workspace == null ? null : workspace.value(),
            session,
            operation,
            there,
            status,
            received.get(),
            sent.get(),
            took.toMillis()));
  }
}
