package io.blinktwice.router.proxy;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import org.jspecify.annotations.Nullable;

/**
 * Remembers why a client's stream was closed: a call's listener only hears that it was cancelled,
 * not whether the client cancelled it or its connection broke.
 */
final class StreamEnd extends ServerStreamTracer {
  private static final Context.Key<StreamEnd> CURRENT = Context.key("blinktwice-stream-end");

  private volatile @Nullable Status status;

  /** Makes one for every stream. */
  static final class Factory extends ServerStreamTracer.Factory {
    @Override
    public ServerStreamTracer newServerStreamTracer(String fullMethodName, Metadata headers) {
      return new StreamEnd();
    }
  }

  static StreamEnd ofCurrentCall() {
    StreamEnd end = CURRENT.get();
    return end == null ? new StreamEnd() : end;
  }

  @Override
  public Context filterContext(Context context) {
    return context.withValue(CURRENT, this);
  }

  @Override
  public void streamClosed(Status closed) {
    status = closed;
  }

  boolean connectionLost() {
    Status known = status;
    return known != null && known.getCode() == Status.Code.UNAVAILABLE;
  }
}
