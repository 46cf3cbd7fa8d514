package io.blinktwice.router.proxy;

import io.grpc.ClientStreamTracer;
import io.grpc.Metadata;

/** Remembers whether a server itself ended a call: only then there were trailers on the wire. */
final class ServerAnswer extends ClientStreamTracer.Factory {
  private volatile boolean trailersSeen;

  @Override
  public ClientStreamTracer newClientStreamTracer(
      ClientStreamTracer.StreamInfo info, Metadata headers) {
    return new ClientStreamTracer() {
      @Override
      public void inboundTrailers(Metadata trailers) {
        trailersSeen = true;
      }
    };
  }

  /** The call goes to another server. */
  void forget() {
    trailersSeen = false;
  }

  boolean trailersSeen() {
    return trailersSeen;
  }
}
