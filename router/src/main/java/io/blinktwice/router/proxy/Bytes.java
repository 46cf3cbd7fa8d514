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

  private static final byte[] NOTHING = new byte[0];

  private final CallMemory memory;
  private boolean firstSeen;

  private Bytes(CallMemory memory, boolean outgoing) {
    this.memory = memory;
    this.firstSeen = outgoing;
  }

  /**
   * A call that comes in: its first message may have to wait until it is known where it goes, and
   * is not read when its workspace holds enough already.
   */
  static MethodDescriptor<byte[], byte[]> incoming(String fullName, CallMemory memory) {
    return method(fullName, new Bytes(memory, false));
  }

  /** A call that goes out. */
  static MethodDescriptor<byte[], byte[]> outgoing(String fullName, CallMemory memory) {
    return method(fullName, new Bytes(memory, true));
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
    boolean first = !firstSeen;
    firstSeen = true;
    CallMemory.Part part = first ? memory.arriving() : memory.passing();
    int taken = 0;
    try {
      int expected = message.available();
      if (!take(part, expected, first)) {
        return NOTHING;
      }
      taken = expected;
      byte[] read = read(message, expected);
      part.add(read.length - taken);
      return read;
    } catch (IOException e) {
      part.giveBack(taken);
      throw new UncheckedIOException(e);
    }
  }

  private static boolean take(CallMemory.Part part, int bytes, boolean first) {
    if (bytes <= SMALL) {
      part.add(bytes);
      return true;
    }
    try {
      if (first) {
        return part.takeIfItMay(bytes);
      }
      part.take(bytes);
      return true;
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
