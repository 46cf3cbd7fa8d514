package io.blinktwice.router.proxy;

import org.jspecify.annotations.Nullable;

/** What one call holds of messages: of the heap that all calls share, and for its workspace. */
final class CallMemory {
  private final Part arriving;
  private final Part passing;
  private volatile WorkspaceShares.@Nullable Share share;
  private volatile @Nullable String refusal;

  CallMemory(MessageMemory all) {
    this.arriving = new Part(all.arriving());
    this.passing = new Part(all.passing());
  }

  /** Nothing is read of a call before it is known whose it is. */
  void belongsTo(WorkspaceShares.Share workspaces) {
    share = workspaces;
  }

  /** For its first message, until it is known where the call goes. */
  Part arriving() {
    return arriving;
  }

  /** For all others. */
  Part passing() {
    return passing;
  }

  /** Why its first message was not read; none where it was. */
  @Nullable String refusal() {
    return refusal;
  }

  /** One of the two budgets, and the workspace's share beside it. */
  final class Part {
    private final ByteBudget budget;

    private Part(ByteBudget budget) {
      this.budget = budget;
    }

    /** Waits for room; false when the workspace has none: then the call is to end. */
    boolean takeIfItMay(int bytes) throws InterruptedException {
      WorkspaceShares.Share of = share;
      if (of != null && !of.hold(bytes)) {
        refusal = of.noRoom();
        return false;
      }
      takeCounted(bytes);
      return true;
    }

    /** Waits for room. */
    void take(int bytes) throws InterruptedException {
      count(bytes);
      takeCounted(bytes);
    }

    private void takeCounted(int bytes) throws InterruptedException {
      try {
        budget.take(bytes);
      } catch (InterruptedException e) {
        count(-bytes);
        throw e;
      }
    }

    void add(int bytes) {
      count(bytes);
      budget.add(bytes);
    }

    void giveBack(int bytes) {
      count(-bytes);
      budget.giveBack(bytes);
    }

    private void count(int bytes) {
      WorkspaceShares.Share of = share;
      if (of != null) {
        of.add(bytes);
      }
    }
  }
}
