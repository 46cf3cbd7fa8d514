package io.blinktwice.router.placement.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.WireFormat;
import java.util.Arrays;

/**
 * Goes through the fields of a message as they are on the wire, by its descriptor, without making
 * objects of it. Nesting takes no stack: a plan that is nested a thousand deep, or a million, is
 * walked or given up, never a failure.
 */
final class PlanWalk {
  /** Deeper than any plan that a server accepts. */
  private static final int DEEPEST = 4096;

  /** More fields than this say no more about its size. */
  private static final int MOST_FIELDS = 500_000;

  /** What is told of it. */
  interface Visitor {
    /** A message begins; false leaves all of it out. */
    boolean enter(FieldDescriptor field, Descriptor message, byte[] bytes, int from, int to);

    void leave(Descriptor message);

    void number(FieldDescriptor field, long value);

    void text(FieldDescriptor field, byte[] bytes, int from, int to);
  }

  private final byte[] bytes;
  private final Visitor visitor;
  private Descriptor[] messages = new Descriptor[32];
  private int[] ends = new int[32];
  private int depth;
  private int at;

  private PlanWalk(byte[] bytes, Visitor visitor) {
    this.bytes = bytes;
    this.visitor = visitor;
  }

  /** Says whether it came to the end. */
  static boolean through(byte[] bytes, Descriptor message, Visitor visitor) {
    PlanWalk walk = new PlanWalk(bytes, visitor);
    walk.push(message, bytes.length);
    try {
      return walk.all();
    } catch (ArrayIndexOutOfBoundsException e) {
      // It breaks off in the middle of a field.
      return false;
    }
  }

  private void push(Descriptor message, int end) {
    if (depth == messages.length) {
      messages = Arrays.copyOf(messages, 2 * depth);
      ends = Arrays.copyOf(ends, 2 * depth);
    }
    messages[depth] = message;
    ends[depth++] = end;
  }

  private boolean all() {
    for (int fields = 0; fields < MOST_FIELDS; fields++) {
      while (depth > 0 && at >= ends[depth - 1]) {
        visitor.leave(messages[--depth]);
      }
      if (depth == 0) {
        return true;
      }
      if (!field(messages[depth - 1])) {
        return false;
      }
    }
    return false;
  }

  private boolean field(Descriptor message) {
    int tag = (int) varint();
    FieldDescriptor field = message.findFieldByNumber(WireFormat.getTagFieldNumber(tag));
    switch (WireFormat.getTagWireType(tag)) {
      case WireFormat.WIRETYPE_VARINT -> tell(field, varint());
      case WireFormat.WIRETYPE_FIXED64 -> tell(field, fixed(8));
      case WireFormat.WIRETYPE_FIXED32 -> tell(field, fixed(4));
      case WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
        return delimited(field);
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private void tell(FieldDescriptor field, long value) {
    if (field != null) {
      visitor.number(field, value);
    }
  }

  private boolean delimited(FieldDescriptor field) {
    long length = varint();
    if (length < 0 || length > ends[depth - 1] - at) {
      return false;
    }
    int end = at + (int) length;
    if (field == null) {
      at = end;
    } else if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
      visitor.text(field, bytes, at, end);
      at = end;
    } else if (depth == DEEPEST) {
      return false;
    } else if (visitor.enter(field, field.getMessageType(), bytes, at, end)) {
      push(field.getMessageType(), end);
    } else {
      at = end;
    }
    return true;
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = bytes[at++];
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new ArrayIndexOutOfBoundsException("a number that does not end");
  }

  private long fixed(int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value |= (bytes[at++] & 0xffL) << (8 * i);
    }
    return value;
  }
}
