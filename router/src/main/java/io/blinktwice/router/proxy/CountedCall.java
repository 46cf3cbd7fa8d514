package io.blinktwice.router.proxy;

import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.metrics.Label;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A call that is counted once when it ends, whoever ends it: us, or its client. */
final class CountedCall extends ForwardingServerCall.SimpleForwardingServerCall<byte[], byte[]> {
  private static final AtomicLong OPEN = new AtomicLong();

  static {
    var _ = RouterMetrics.CALLS_OPEN.from(samples -> samples.add(OPEN.get()));
  }

  private final String method;
  private final AtomicBoolean ended = new AtomicBoolean();

  CountedCall(ServerCall<byte[], byte[]> call, String method) {
    super(call);
    this.method = method;
    OPEN.incrementAndGet();
  }

  @Override
  public void close(Status status, Metadata trailers) {
    end(status.getCode());
    super.close(status, trailers);
  }

  /** Hears of a client that leaves. */
  ServerCall.Listener<byte[]> watching(ServerCall.Listener<byte[]> listener) {
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onCancel() {
        end(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }

  private void end(Status.Code status) {
    if (ended.compareAndSet(false, true)) {
      OPEN.decrementAndGet();
      RouterMetrics.CALLS.increment(method, Label.word(status));
    }
  }
}
