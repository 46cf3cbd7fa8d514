package io.blinktwice.router.placement.wire;

import com.github.luben.zstd.ZstdInputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.connect.proto.Command;
import org.apache.spark.connect.proto.Plan;
import org.apache.spark.connect.proto.Relation;

/** A plan that its client has compressed, put together from the fields as they come. */
final class CompressedPlan {
  /** A plan that inflates to more than this is looked at no further: Spark's own default limit. */
  static final int MOST_INFLATED = 64 << 20;

  private static final byte[] NOTHING = {};
  private static final int COMMAND = 2;

  private byte[] data = NOTHING;
  private long type;

  void begins() {
    data = NOTHING;
    type = 0;
  }

  void isOfType(long said) {
    type = said;
  }

  void has(byte[] bytes, int from, int to) {
    data = Arrays.copyOfRange(bytes, from, to);
  }

  /** What was compressed; empty for what is no zstd or inflates beyond all measure. */
  Optional<byte[]> inflated() {
    try (ZstdInputStream stream = new ZstdInputStream(new ByteArrayInputStream(data))) {
      byte[] inflated = stream.readNBytes(MOST_INFLATED + 1);
      return inflated.length > MOST_INFLATED ? Optional.empty() : Optional.of(inflated);
    } catch (IOException e) {
      return Optional.empty();
    } finally {
      data = NOTHING;
    }
  }

  /** Where it would stand in the plan if it were not compressed. */
  FieldDescriptor field() {
    return Plan.getDescriptor()
        .findFieldByNumber(type == COMMAND ? Plan.COMMAND_FIELD_NUMBER : Plan.ROOT_FIELD_NUMBER);
  }

  Descriptor message() {
    return type == COMMAND ? Command.getDescriptor() : Relation.getDescriptor();
  }
}
