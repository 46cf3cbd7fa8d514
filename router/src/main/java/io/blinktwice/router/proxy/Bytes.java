package io.blinktwice.router.proxy;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The messages of one direction of one call, as the bytes that they are.
 *
 * <p>A message comes onto the heap here, so here it is waited for room; whoever gets the message
 * gives its length back when the message is passed on. Until then it waits outside of the heap.
 */
final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
  /** What is smaller is counted but waits for nobody: most calls are. */
  static final int SMALL = 64 * 1024;

  private final ByteBudget first;
  private final ByteBudget others;
  private boolean firstSeen;

  private Bytes(ByteBudget first, ByteBudget others) {
    this.first = first;
    this.others = others;
  }

  /** A call that comes in: its first message may have to wait until it is known where it goes. */
  static MethodDescriptor<byte[], byte[]> incoming(String fullName, MessageMemory memory) {
    return method(fullName, new Bytes(memory.arriving(), memory.passing()));
  }

  /** A call that goes out. */
  static MethodDescriptor<byte[], byte[]> outgoing(String fullName, MessageMemory memory) {
    return method(fullName, new Bytes(memory.passing(), memory.passing()));
  }

  /** How many messages flow either way is the client's and the server's affair, not ours. */
  private static MethodDescriptor<byte[], byte[]> method(String fullName, Bytes bytes) {
    return MethodDescriptor.newBuilder(bytes, bytes)
        .setType(MethodDescriptor.MethodType.UNKNOWN)
        .setFullMethodName(fullName)
        .build();
  }

  @Override
  public InputStream stream(byte[] message) {
    return new ByteArrayInputStream(message);
  }

  @Override
  public byte[] parse(InputStream message) {
    ByteBudget budget = firstSeen ? others : first;
    firstSeen = true;
    int taken = 0;
    try {
      int expected = message.available();
      take(budget, expected);
      taken = expected;
      byte[] read = read(message, expected);
      budget.add(read.length - taken);
      return read;
    } catch (IOException e) {
      budget.giveBack(taken);
      throw new UncheckedIOException(e);
    }
  }

  private static void take(ByteBudget budget, int bytes) {
    if (bytes <= SMALL) {
      budget.add(bytes);
      return;
    }
    try {
      budget.take(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Status.ABORTED.withDescription("the gateway is stopping").asRuntimeException();
    }
  }

  /** gRPC knows the length beforehand, except for what was compressed. */
  private static byte[] read(InputStream message, int expected) throws IOException {
    byte[] known = message.readNBytes(expected);
    int more = message.read();
    if (more < 0) {
      return known;
    }
    ByteArrayOutputStream longer = new ByteArrayOutputStream(2 * known.length + 64);
    longer.write(known);
    longer.write(more);
    message.transferTo(longer);
    return longer.toByteArray();
  }
}
