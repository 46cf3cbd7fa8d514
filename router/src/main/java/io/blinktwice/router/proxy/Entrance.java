package io.blinktwice.router.proxy;

import io.grpc.Metadata;
import io.grpc.StatusException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Lets calls in, before anything of what they carry is read. */
public interface Entrance {
  /**
   * Runs once per call, on a thread that may wait.
   *
   * @throws StatusException what the client is told instead
   */
  Visitor admit(Metadata headers, @Nullable SocketAddress from) throws StatusException;

  /** Where nobody signs in. */
  static Entrance open() {
    return (headers, from) -> Visitor.UNSIGNED;
  }
}
