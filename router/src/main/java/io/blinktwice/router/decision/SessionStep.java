package io.blinktwice.router.decision;

import java.util.List;

/** A request that made something of its session: its method, and its messages as they came. */
public final class SessionStep {
  private final String method;
  private final List<byte[]> messages;
  private final long bytes;

  public SessionStep(String method, List<byte[]> messages) {
    this.method = method;
    this.messages = List.copyOf(messages);
    this.bytes = messages.stream().mapToLong(message -> message.length).sum();
  }

  public String method() {
    return method;
  }

  public List<byte[]> messages() {
    return messages;
  }

  public long bytes() {
    return bytes;
  }
}
