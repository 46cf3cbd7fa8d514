package io.blinktwice.router.proxy;

import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/** Takes a line for each call that is over; must not wait. */
public interface AccessLog {
  AccessLog NONE = line -> {};

  /**
   * What is told of a call; of what its client sent only names.
   *
   * @param workspace none of one that was not let in
   * @param server none of one that no server had
   */
  record Line(
      String method,
      @Nullable String workspace,
      @Nullable String session,
      @Nullable String operation,
      CallAccount.@Nullable Server server,
      Status.Code status,
      long bytesReceived,
      long bytesSent,
      long millis) {
    private static final int LONGEST_NAME = 100;

    public Line {
      method = printable(method);
      session = session == null ? null : printable(session);
      operation = operation == null ? null : printable(operation);
    }

    /** A client may send anything as a name; a line stays a line. */
    private static String printable(String name) {
      return name.substring(0, Math.min(name.length(), LONGEST_NAME))
          .replaceAll("[\\p{Cntrl}\\s\\p{Z}]", "?");
    }
  }

  void write(Line line);
}
