package io.blinktwice.pinning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.pinning.decision.Workload;
import io.blinktwice.pinning.decision.WorkloadState;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How a stored state begins. */
class StoreFormatTest {
  private static final WorkloadState STATE =
      WorkloadState.unknown(Workload.named(WorkspaceId.DEFAULT, new WorkloadId("orders")));

  @ParameterizedTest
  @EnumSource(
      value = StoreFormat.class,
      names = {
        "PLAIN",
        "CHECKED",
        "APART",
        "APART_CHECKED",
        "PACKED_CHECKED",
        "REFUSING",
        "REFUSING_CHECKED"
      })
  void whateverFormatWasWrittenCanBeReadByWhoeverWritesAnother(StoreFormat written) {
    byte[] bytes = bytes(written);
    for (StoreFormat reader :
        List.of(StoreFormat.PLAIN, StoreFormat.APART_CHECKED, StoreFormat.PACKED)) {
      assertEquals(known(written), serde(reader).deserializer().deserialize("t", bytes));
    }
  }

  @Test
  void theFirstByteIsTheNumberOfTheFormat() {
    assertEquals(4, bytes(StoreFormat.PLAIN)[0]);
    assertEquals(5, bytes(StoreFormat.CHECKED)[0]);
    assertEquals(6, bytes(StoreFormat.APART)[0]);
    assertEquals(7, bytes(StoreFormat.APART_CHECKED)[0]);
    assertEquals(8, bytes(StoreFormat.PACKED)[0]);
    assertEquals(9, bytes(StoreFormat.PACKED_CHECKED)[0]);
    assertEquals(10, bytes(StoreFormat.REFUSING)[0]);
    assertEquals(11, bytes(StoreFormat.REFUSING_CHECKED)[0]);
  }

  @ParameterizedTest
  @EnumSource(
      value = StoreFormat.class,
      names = {"CHECKED", "APART_CHECKED", "PACKED_CHECKED", "REFUSING_CHECKED"})
  void aDamagedStateIsKnownAsOneWhereverItIsDamaged(StoreFormat checked) {
    byte[] whole = bytes(checked);
    for (int at = 1; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 1;
      assertRefused(damaged, "damaged");
    }
    assertRefused(new byte[] {5, 0}, "damaged");
  }

  @Test
  void aPackedStateThatIsCutOffOrTooLongIsRefused() {
    byte[] whole = bytes(StoreFormat.PACKED);
    for (int length = 1; length < whole.length; length++) {
      assertRefused(Arrays.copyOf(whole, length), "damaged");
    }
    assertRefused(Arrays.copyOf(whole, whole.length + 1), "damaged");
  }

  @Test
  void aFormatOfALaterReleaseIsNamed() {
    assertRefused(new byte[] {12, 0, 0}, "format 12");
    assertRefused(new byte[0], "empty");
  }

  private static void assertRefused(byte[] bytes, String sentence) {
    SerializationException refusal =
        assertThrows(
            SerializationException.class,
            () -> serde(StoreFormat.PLAIN).deserializer().deserialize("t", bytes));
    assertEquals(
        true, String.valueOf(refusal.getMessage()).contains(sentence), refusal::getMessage);
  }

  private static byte[] bytes(StoreFormat format) {
    return serde(format).serializer().serialize("t", known(format));
  }

  private static KnownWorkload known(StoreFormat format) {
    return new KnownWorkload(STATE, RestedRuns.NONE, format.layout());
  }

  private static Serde<KnownWorkload> serde(StoreFormat format) {
    return WorkloadSerde.writing(format);
  }
}
