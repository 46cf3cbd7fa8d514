package io.blinktwice.router.proxy;

import io.blinktwice.contract.WorkspaceId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What each workspace has of this gateway at the moment, and when that is enough. */
public final class WorkspaceShares {
  /** Whoever may name any workspace must not fill the memory with names. */
  private static final int REMEMBERED = 10_000;

  private final WorkspaceLimits limits;
  private final Map<WorkspaceId, Share> shares = new ConcurrentHashMap<>();

  public WorkspaceShares(WorkspaceLimits limits) {
    this.limits = limits;
  }

  public WorkspaceLimits limits() {
    return limits;
  }

  public Share of(WorkspaceId workspace) {
    if (shares.size() > REMEMBERED) {
      shares.values().removeIf(Share::isNothing);
    }
    return shares.computeIfAbsent(workspace, Share::new);
  }

  /** Operations under way, of all workspaces. */
  public int operations() {
    return shares.values().stream().mapToInt(share -> share.operations.get()).sum();
  }

  /** Bytes of messages, of all workspaces. */
  public long bytes() {
    return shares.values().stream().mapToLong(share -> share.bytes.get()).sum();
  }

  /** What one workspace has. */
  public final class Share {
    private final WorkspaceId workspace;
    private final AtomicInteger operations = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    private Share(WorkspaceId workspace) {
      this.workspace = workspace;
    }

    private boolean isNothing() {
      return operations.get() == 0 && bytes.get() == 0;
    }

    /** An operation begins, and is to end; else the sentence that says why it may not. */
    public Optional<String> begin() {
      if (operations.incrementAndGet() <= limits.operations()) {
        return Optional.empty();
      }
      operations.decrementAndGet();
      return Optional.of(limits.tooManyOperations(workspace));
    }

    /** One that began before goes on. */
    public void goOn() {
      operations.incrementAndGet();
    }

    public void end() {
      operations.decrementAndGet();
    }

    /** Counts so many bytes; false, and counts nothing, when there is no room beside others. */
    boolean hold(int more) {
      long held = bytes.getAndAdd(more);
      boolean fits = held <= 0 || held + more <= limits.bytes();
      if (!fits) {
        bytes.addAndGet(-more);
      }
      return fits;
    }

    void add(int more) {
      bytes.addAndGet(more);
    }

    String noRoom() {
      return limits.tooManyBytes(workspace);
    }
  }
}
