package io.blinktwice.router.proxy;

/**
 * The heap that messages may take.
 *
 * <p>Messages that only pass never wait for those whose call still waits for its cluster: each kind
 * has a budget of its own.
 *
 * @param arriving for first messages, until it is known where their call goes
 * @param passing for all others, until the transport has them
 */
record MessageMemory(ByteBudget arriving, ByteBudget passing) {
  /** Of the heap, for each budget; one message beyond it may be there beside them. */
  private static final int SHARE = 8;

  static MessageMemory ofThisProcess() {
    long share = Runtime.getRuntime().maxMemory() / SHARE;
    return new MessageMemory(new ByteBudget(share), new ByteBudget(share));
  }
}
