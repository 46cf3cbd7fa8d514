package io.blinktwice.router.proxy;

import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusException;

/** Says where a call goes, and is told what becomes of it. */
public interface CallRouting {

  /** A call that came in; its first message is still to be looked at. */
  record Arrival(String method, Metadata headers, ClientConnection connection) {}

  /** How the server's side of a call ended; {@code answered} when the server itself said so. */
  record ServerEnd(Status status, Metadata trailers, boolean answered) {}

  /**
   * Runs once per call on a thread of its own, which may wait.
   *
   * @throws StatusException what the client is told instead
   */
  Forwarding route(Arrival arrival, byte[] firstMessage) throws StatusException;

  /** One call on its way to a server; methods are called before the client can notice. */
  interface Forwarding {
    Channel channel();

    /** What the server gets to see of the client's headers. */
    Metadata headers();

    /**
     * The first message as the server gets it; asked for once and not kept, because a call may last
     * for hours.
     */
    byte[] takeRequest();

    void answered(byte[] message);

    /** Returns the status that the client gets. */
    Status ended(ServerEnd end);

    /** The client cancelled the call, or its connection broke. */
    void clientLeft(boolean connectionLost);
  }
}
