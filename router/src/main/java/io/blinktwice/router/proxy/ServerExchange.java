package io.blinktwice.router.proxy;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** A call of the gateway's own to a server: waits for its end and returns what it answered. */
public final class ServerExchange {
  private static final MethodDescriptor.Marshaller<byte[]> BYTES = new Plain();

  private final Channel channel;
  private final String service;
  private final Metadata headers;
  private final long deadline;

  /**
   * @param atMost for all calls of this exchange together
   */
  public ServerExchange(Channel channel, String service, Metadata headers, Duration atMost) {
    this.channel = channel;
    this.service = service;
    this.headers = headers;
    this.deadline = System.nanoTime() + atMost.toNanos();
  }

  /**
   * @throws StatusException what the server said instead of an answer
   */
  public List<byte[]> call(String method, List<byte[]> requests)
      throws StatusException, InterruptedException {
    ClientCall<byte[], byte[]> call =
        channel.newCall(
            MethodDescriptor.newBuilder(BYTES, BYTES)
                .setType(MethodDescriptor.MethodType.UNKNOWN)
                .setFullMethodName(service + "/" + method)
                .build(),
            CallOptions.DEFAULT.withDeadlineAfter(
                Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
    Answers answers = new Answers(call);
    Metadata sent = new Metadata();
    sent.merge(headers);
    call.start(answers, sent);
    call.request(1);
    requests.forEach(call::sendMessage);
    call.halfClose();
    try {
      return answers.all.get();
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      throw Status.fromThrowable(why).asException(Status.trailersFromThrowable(why));
    } catch (InterruptedException e) {
      call.cancel("the gateway is stopping", e);
      throw e;
    }
  }

  private static final class Answers extends ClientCall.Listener<byte[]> {
    private final ClientCall<byte[], byte[]> call;
    private final List<byte[]> received = new ArrayList<>();
    private final CompletableFuture<List<byte[]>> all = new CompletableFuture<>();

    Answers(ClientCall<byte[], byte[]> call) {
      this.call = call;
    }

    @Override
    public void onMessage(byte[] message) {
      received.add(message);
      call.request(1);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk()) {
        all.complete(received);
      } else {
        all.completeExceptionally(status.asException(trailers));
      }
    }
  }

  private static final class Plain implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] message) {
      return new ByteArrayInputStream(message);
    }

    @Override
    public byte[] parse(InputStream message) {
      try {
        return message.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
