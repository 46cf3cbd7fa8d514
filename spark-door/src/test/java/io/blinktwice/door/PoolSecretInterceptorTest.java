package io.blinktwice.door;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sparkproject.connect.grpc.Metadata;
import org.sparkproject.connect.grpc.MethodDescriptor;
import org.sparkproject.connect.grpc.ServerCall;
import org.sparkproject.connect.grpc.Status;

class PoolSecretInterceptorTest {
  private static final String SECRET = "0123abcd";

  private final PoolSecretInterceptor door = new PoolSecretInterceptor(SECRET);
  private final RecordedCall call = new RecordedCall();

  @Test
  void letsACallWithTheSecretIn() {
    assertTrue(knockWith(SECRET));
    assertNull(call.closedWith);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123abc", "0123abcd0", "0123ABCD", "wrong"})
  void refusesACallWithAnotherSecret(String claimed) {
    assertEquals(false, knockWith(claimed));
    assertRefused();
  }

  /** That it forgets, where it can, is tried on real servers. */
  @Test
  void aCallThatAsksToForgetASessionGoesNoFurther() {
    Metadata headers = new Metadata();
    headers.put(PoolSecretInterceptor.HEADER, SECRET);
    headers.put(SessionForgetting.HEADER, "nobody".getBytes(StandardCharsets.UTF_8));
    assertEquals(false, knock(headers));
    Status refused = call.closedWith;
    assertTrue(refused != null && refused.getCode() == Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void onlyHoldersOfTheSecretCanAskToForgetASession() {
    Metadata headers = new Metadata();
    headers.put(SessionForgetting.HEADER, "a\0b".getBytes(StandardCharsets.UTF_8));
    assertEquals(false, knock(headers));
    assertRefused();
  }

  @Test
  void refusesACallWithoutASecret() {
    assertEquals(false, knock(new Metadata()));
    assertRefused();
  }

  @Test
  void staysShutWhenThePoolSetNoSecret() {
    for (@Nullable String nothing : new String[] {null, "", "  "}) {
      IllegalStateException refusal =
          assertThrows(IllegalStateException.class, () -> new PoolSecretInterceptor(nothing));
      assertTrue(String.valueOf(refusal.getMessage()).contains("BLINKTWICE_POOL_SECRET"));
    }
  }

  @Test
  void hasTheOneConstructorThatSparkCalls() {
    assertEquals(1, PoolSecretInterceptor.class.getConstructors().length);
    assertEquals(0, PoolSecretInterceptor.class.getConstructors()[0].getParameterCount());
  }

  private void assertRefused() {
    Status status = call.closedWith;
    assertTrue(status != null && status.getCode() == Status.Code.UNAUTHENTICATED);
    assertEquals(PoolSecretInterceptor.REFUSAL, status.getDescription());
  }

  private boolean knockWith(String claimed) {
    Metadata headers = new Metadata();
    headers.put(PoolSecretInterceptor.HEADER, claimed);
    return knock(headers);
  }

  private boolean knock(Metadata headers) {
    boolean[] wasLetIn = {false};
    door.interceptCall(
        call,
        headers,
        (inner, metadata) -> {
          wasLetIn[0] = true;
          return new ServerCall.Listener<>() {};
        });
    return wasLetIn[0];
  }

  /** A call that remembers how it was closed. */
  private static final class RecordedCall extends ServerCall<String, String> {
    private @Nullable Status closedWith;

    @Override
    public void close(Status status, Metadata trailers) {
      closedWith = status;
    }

    @Override
    public void request(int messages) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(String message) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<String, String> getMethodDescriptor() {
      throw new UnsupportedOperationException("a door does not look at the method");
    }
  }
}
