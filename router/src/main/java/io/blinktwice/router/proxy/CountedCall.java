package io.blinktwice.router.proxy;

import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/** A call whose messages are counted, and whose end is, whoever ends it: us, or its client. */
final class CountedCall extends ForwardingServerCall.SimpleForwardingServerCall<byte[], byte[]> {
  private final CallAccount account;

  CountedCall(ServerCall<byte[], byte[]> call, CallAccount account) {
    super(call);
    this.account = account;
  }

  @Override
  public void sendMessage(byte[] message) {
    account.sent(message.length);
    super.sendMessage(message);
  }

  @Override
  public void close(Status status, Metadata trailers) {
    account.isOver(status.getCode());
    super.close(status, trailers);
  }

  /** Hears of a client that leaves. */
  ServerCall.Listener<byte[]> watching(ServerCall.Listener<byte[]> listener) {
    return new ForwardingServerCallListener.SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onMessage(byte[] message) {
        account.received(message.length);
        super.onMessage(message);
      }

      @Override
      public void onCancel() {
        account.isOver(Status.Code.CANCELLED);
        super.onCancel();
      }
    };
  }
}
