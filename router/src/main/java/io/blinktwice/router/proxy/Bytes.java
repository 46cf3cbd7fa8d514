package io.blinktwice.router.proxy;

import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Messages as the bytes that they are. */
final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
  private static final Bytes INSTANCE = new Bytes();

  private Bytes() {}

  /** How many messages flow either way is the client's and the server's affair, not ours. */
  static MethodDescriptor<byte[], byte[]> method(String fullName) {
    return MethodDescriptor.newBuilder(INSTANCE, INSTANCE)
        .setType(MethodDescriptor.MethodType.UNKNOWN)
        .setFullMethodName(fullName)
        .build();
  }

  @Override
  public InputStream stream(byte[] message) {
    return new ByteArrayInputStream(message);
  }

  /** gRPC knows the length beforehand, except for what was compressed. */
  @Override
  public byte[] parse(InputStream message) {
    try {
      byte[] known = message.readNBytes(message.available());
      int more = message.read();
      if (more < 0) {
        return known;
      }
      ByteArrayOutputStream longer = new ByteArrayOutputStream(2 * known.length + 64);
      longer.write(known);
      longer.write(more);
      message.transferTo(longer);
      return longer.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
