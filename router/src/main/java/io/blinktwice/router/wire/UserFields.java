package io.blinktwice.router.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.spark.connect.proto.UserContext;

/**
 * Who a request says its user is: field 2 of every request that Spark Connect has.
 *
 * <p>Only that field is looked for and exchanged. A message may have it several times, and servers
 * put them together; afterwards it has it once.
 */
public final class UserFields {
  private static final int USER_CONTEXT = 2;

  private UserFields() {}

  /**
   * The request as one of this user; the same array when it says so already.
   *
   * @param name how people know the user
   * @throws SparkRequest.Unreadable what cannot be read might be another's
   */
  public static byte[] saying(String user, String name, byte[] request)
      throws SparkRequest.Unreadable {
    try {
      UserContext.Builder said = UserContext.newBuilder();
      ByteArrayOutputStream others = new ByteArrayOutputStream(0);
      int times = 0;
      int copied = 0;
      CodedInputStream input = SparkRequest.input(request);
      for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
        int begins = input.getTotalBytesRead() - CodedOutputStream.computeUInt32SizeNoTag(tag);
        if (isUser(tag)) {
          said.mergeFrom(input.readByteArray());
          others.write(request, copied, begins - copied);
          copied = input.getTotalBytesRead();
          times++;
        } else if (!input.skipField(tag)) {
          throw new SparkRequest.Unreadable("the request ends a group that it did not begin");
        }
      }
      boolean right = said.getUserId().equals(user) && said.getUserName().equals(name);
      return times == 1 && right ? request : with(said, user, name, others, request, copied);
    } catch (IOException e) {
      throw new SparkRequest.Unreadable("the request is no Spark Connect message");
    }
  }

  private static byte[] with(
      UserContext.Builder said,
      String user,
      String name,
      ByteArrayOutputStream others,
      byte[] request,
      int copied)
      throws IOException {
    byte[] context = said.setUserId(user).setUserName(name).build().toByteArray();
    byte[] field = new byte[CodedOutputStream.computeByteArraySize(USER_CONTEXT, context)];
    CodedOutputStream.newInstance(field).writeByteArray(USER_CONTEXT, context);
    int rest = request.length - copied;
    byte[] whole = new byte[field.length + others.size() + rest];
    System.arraycopy(field, 0, whole, 0, field.length);
    System.arraycopy(others.toByteArray(), 0, whole, field.length, others.size());
    System.arraycopy(request, copied, whole, field.length + others.size(), rest);
    return whole;
  }

  private static boolean isUser(int tag) {
    return WireFormat.getTagFieldNumber(tag) == USER_CONTEXT
        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
