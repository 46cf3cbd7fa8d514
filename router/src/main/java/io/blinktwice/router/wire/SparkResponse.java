package io.blinktwice.router.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Set;
import org.apache.spark.connect.proto.DataType;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/**
 * What the gateway looks for in an answer to an execution.
 *
 * @param complete whether it says that the operation is complete; without that, the end of a
 *     reattachable stream is only the end of that stream
 * @param result whether it may carry something of the result
 * @param schema whether it says what the result will look like
 * @param responseId its place in the answer; empty where the server counts none
 */
public record SparkResponse(boolean complete, boolean result, boolean schema, String responseId) {
  private static final SparkResponse UNREADABLE = new SparkResponse(false, true, false, "");

  /** Who and where, how far it is, and what it took. */
  private static final Set<Integer> BESIDE_THE_RESULT =
      Set.of(
          ExecutePlanResponse.SESSION_ID_FIELD_NUMBER,
          ExecutePlanResponse.METRICS_FIELD_NUMBER,
          ExecutePlanResponse.SCHEMA_FIELD_NUMBER,
          ExecutePlanResponse.OPERATION_ID_FIELD_NUMBER,
          ExecutePlanResponse.RESPONSE_ID_FIELD_NUMBER,
          ExecutePlanResponse.RESULT_COMPLETE_FIELD_NUMBER,
          ExecutePlanResponse.SERVER_SIDE_SESSION_ID_FIELD_NUMBER,
          ExecutePlanResponse.EXECUTION_PROGRESS_FIELD_NUMBER);

  private static final String DEFAULT_COLLATION = "UTF8_BINARY";

  /** Only the fields' numbers are read. What cannot be read is passed on as a result. */
  public static SparkResponse read(byte[] message) {
    CodedInputStream input = CodedInputStream.newInstance(message);
    boolean complete = false;
    boolean result = false;
    boolean schema = false;
    String responseId = "";
    try {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        int field = WireFormat.getTagFieldNumber(tag);
        complete |= field == ExecutePlanResponse.RESULT_COMPLETE_FIELD_NUMBER;
        schema |= field == ExecutePlanResponse.SCHEMA_FIELD_NUMBER;
        result |= !BESIDE_THE_RESULT.contains(field);
        if (field == ExecutePlanResponse.RESPONSE_ID_FIELD_NUMBER) {
          responseId = input.readString();
        } else {
          input.skipField(tag);
        }
      }
      return new SparkResponse(complete, result, schema, responseId);
    } catch (IOException e) {
      return UNREADABLE;
    }
  }

  /**
   * The schema in such a message, written so that equal ones are equal: newer versions spell the
   * collation out that older ones do not know.
   */
  public static DataType schemaIn(byte[] message) {
    try {
      return plain(ExecutePlanResponse.parseFrom(message).getSchema());
    } catch (InvalidProtocolBufferException e) {
      return DataType.getDefaultInstance();
    }
  }

  private static DataType plain(DataType type) {
    return switch (type.getKindCase()) {
      case STRING ->
          type.getString().getCollation().equals(DEFAULT_COLLATION)
              ? type.toBuilder().setString(type.getString().toBuilder().clearCollation()).build()
              : type;
      case ARRAY ->
          type.toBuilder()
              .setArray(
                  type.getArray().toBuilder()
                      .setElementType(plain(type.getArray().getElementType())))
              .build();
      case MAP ->
          type.toBuilder()
              .setMap(
                  type.getMap().toBuilder()
                      .setKeyType(plain(type.getMap().getKeyType()))
                      .setValueType(plain(type.getMap().getValueType())))
              .build();
      case STRUCT -> {
        DataType.Struct.Builder struct = type.getStruct().toBuilder();
        struct
            .getFieldsBuilderList()
            .forEach(field -> field.setDataType(plain(field.getDataType())));
        yield type.toBuilder().setStruct(struct).build();
      }
      default -> type;
    };
  }
}
