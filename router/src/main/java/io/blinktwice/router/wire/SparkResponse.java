package io.blinktwice.router.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import org.apache.spark.connect.proto.ExecutePlanResponse;

/** What the gateway looks for in the answers to an execution. */
public final class SparkResponse {
  private SparkResponse() {}

  /**
   * Whether this message says that the operation is complete; without it, the end of a reattachable
   * stream is only the end of that stream.
   */
  public static boolean saysComplete(byte[] message) {
    CodedInputStream input = CodedInputStream.newInstance(message);
    try {
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        if (WireFormat.getTagFieldNumber(tag) == ExecutePlanResponse.RESULT_COMPLETE_FIELD_NUMBER) {
          return true;
        }
        input.skipField(tag);
      }
      return false;
    } catch (IOException e) {
      // What cannot be read says nothing; the client will judge it.
      return false;
    }
  }
}
