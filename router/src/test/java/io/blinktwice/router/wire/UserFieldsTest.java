package io.blinktwice.router.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.ServerUser;
import java.io.ByteArrayOutputStream;
import org.apache.spark.connect.proto.ConfigRequest;
import org.apache.spark.connect.proto.UserContext;
import org.junit.jupiter.api.Test;

class UserFieldsTest {
  private static final ConfigRequest REQUEST =
      ConfigRequest.newBuilder().setSessionId("s1").setClientType("client").build();

  @Test
  void aRequestSaysWhoSignedInAndNothingElseChanges() throws Exception {
    Any extension = Any.newBuilder().setTypeUrl("x").setValue(ByteString.copyFromUtf8("y")).build();
    ConfigRequest forged =
        REQUEST.toBuilder()
            .setUserContext(UserContext.newBuilder().setUserId("root").addExtensions(extension))
            .build();
    assertEquals(saying(extension), said(forged.toByteArray()));
    assertEquals(REQUEST.toBuilder().setUserContext(us()).build(), said(REQUEST.toByteArray()));
    byte[] right = REQUEST.toBuilder().setUserContext(us()).build().toByteArray();
    assertSame(right, UserFields.saying("a/us", "us", right));
  }

  /** Servers put several together, and the last one wins. */
  @Test
  void saidTwiceIsSaidOnce() throws Exception {
    ByteArrayOutputStream twice = new ByteArrayOutputStream();
    twice.write(REQUEST.toBuilder().setUserContext(us()).build().toByteArray());
    twice.write(
        ConfigRequest.newBuilder()
            .setUserContext(UserContext.newBuilder().setUserId("root"))
            .build()
            .toByteArray());
    assertEquals("root", ConfigRequest.parseFrom(twice.toByteArray()).getUserContext().getUserId());
    assertEquals(REQUEST.toBuilder().setUserContext(us()).build(), said(twice.toByteArray()));
  }

  @Test
  void whatCannotBeReadIsRefused() {
    for (byte[] garbage : new byte[][] {{0x12, 0x7f, 1}, {0x0c}, {0x12, 2, 0x0a, 9}, {0x0b}}) {
      assertThrows(SparkRequest.Unreadable.class, () -> UserFields.saying("a/us", "us", garbage));
    }
  }

  @Test
  void noTwoPairsOfNamesAreOneUser() {
    assertEquals("red/alice", ServerUser.of(new WorkspaceId("red"), "alice"));
    assertNotEquals(
        ServerUser.of(new WorkspaceId("a/b"), "c"), ServerUser.of(new WorkspaceId("a"), "b/c"));
    assertNotEquals(
        ServerUser.of(new WorkspaceId("a%2Fb"), "c"), ServerUser.of(new WorkspaceId("a/b"), "c"));
    assertEquals("a%2Cb/c", ServerUser.of(new WorkspaceId("a,b"), "c"));
  }

  private static UserContext us() {
    return UserContext.newBuilder().setUserId("a/us").setUserName("us").build();
  }

  private static ConfigRequest saying(Any extension) {
    return REQUEST.toBuilder().setUserContext(us().toBuilder().addExtensions(extension)).build();
  }

  private static ConfigRequest said(byte[] request) throws Exception {
    return ConfigRequest.parseFrom(UserFields.saying("a/us", "us", request));
  }
}
