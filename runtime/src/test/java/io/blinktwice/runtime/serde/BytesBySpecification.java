package io.blinktwice.runtime.serde;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.LogicalType;
import org.apache.avro.Schema;

/**
 * One fixed record of a schema as the specifications of Avro and of Confluent's wire format lay it
 * out, without a library of either: every optional value is there, lists and maps have one entry.
 */
final class BytesBySpecification {
  private static final byte MAGIC = 0;
  private static final long SOME_LONG = 300;
  private static final long NEW_YEAR_2026_MILLIS = 1_767_225_600_000L;
  private static final double SOME_DOUBLE = 0.75;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private BytesBySpecification() {}

  /** With the magic byte and the schema's id in front. */
  static byte[] of(Schema schema, int id) {
    BytesBySpecification bytes = new BytesBySpecification();
    bytes.out.writeBytes(ByteBuffer.allocate(5).put(MAGIC).putInt(id).array());
    bytes.write(schema, "top");
    return bytes.out.toByteArray();
  }

  private void write(Schema schema, String name) {
    switch (schema.getType()) {
      case NULL -> {}
      case BOOLEAN -> out.write(1);
      case INT -> writeLong(7);
      case LONG -> writeLong(isMillis(schema) ? NEW_YEAR_2026_MILLIS : SOME_LONG);
      case FLOAT -> out.writeBytes(little(4).putFloat((float) SOME_DOUBLE).array());
      case DOUBLE -> out.writeBytes(little(8).putDouble(SOME_DOUBLE).array());
      case STRING, BYTES -> writeBytes(name + "\u00e9");
      case FIXED -> out.writeBytes(new byte[schema.getFixedSize()]);
      case ENUM -> writeLong(schema.getEnumSymbols().size() - 1L);
      case ARRAY -> {
        writeLong(1);
        write(schema.getElementType(), name);
        writeLong(0);
      }
      case MAP -> {
        writeLong(1);
        writeBytes(name);
        write(schema.getValueType(), name);
        writeLong(0);
      }
      case UNION -> {
        int branch = lastThatIsSomething(schema.getTypes());
        writeLong(branch);
        write(schema.getTypes().get(branch), name);
      }
      case RECORD -> schema.getFields().forEach(field -> write(field.schema(), field.name()));
    }
  }

  private static boolean isMillis(Schema schema) {
    LogicalType logical = schema.getLogicalType();
    return logical != null && logical.getName().equals("timestamp-millis");
  }

  private static int lastThatIsSomething(List<Schema> branches) {
    int last = branches.size() - 1;
    return branches.get(last).getType() == Schema.Type.NULL ? last - 1 : last;
  }

  private static ByteBuffer little(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void writeBytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeLong(bytes.length);
    out.writeBytes(bytes);
  }

  /** Zig-zag, then seven bits a byte, the lowest first. */
  private void writeLong(long value) {
    long left = (value << 1) ^ (value >> 63);
    while ((left & ~0x7FL) != 0) {
      out.write((int) ((left & 0x7F) | 0x80));
      left >>>= 7;
    }
    out.write((int) left);
  }
}
