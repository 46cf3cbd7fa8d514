package io.blinktwice.router.proxy;

import io.grpc.Attributes;
import io.grpc.ServerTransportFilter;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Gives every client connection a number and tells its watchers when it is gone. */
final class ClientConnections extends ServerTransportFilter {
  static final Attributes.Key<ClientConnection> CONNECTION =
      Attributes.Key.create("blinktwice-connection");

  private final AtomicLong last = new AtomicLong();

  @Override
  public Attributes transportReady(Attributes attributes) {
    ClientConnection connection = new ClientConnection(last.incrementAndGet());
    return attributes.toBuilder().set(CONNECTION, connection).build();
  }

  /** A connection that ended before its handshake was never ready and has no attributes. */
  @Override
  public void transportTerminated(@Nullable Attributes attributes) {
    ClientConnection connection = attributes == null ? null : attributes.get(CONNECTION);
    if (connection != null) {
      connection.close();
    }
  }
}
