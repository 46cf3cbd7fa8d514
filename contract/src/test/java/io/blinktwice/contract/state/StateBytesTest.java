package io.blinktwice.contract.state;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class StateBytesTest {
  private static final int FORMAT = 7;
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00.001Z");

  @Test
  void whatIsWrittenIsReadBackBitByBit() {
    StateWriter out = new StateWriter(FORMAT);
    out.number(0);
    out.number(300);
    out.count(Long.MIN_VALUE);
    out.time(AT);
    out.small(0.1f);
    out.real(-0.0);
    out.reals(new double[] {Double.MIN_VALUE, 1.5});
    out.flag(true);
    out.text("größer als der erste Puffer ".repeat(40));
    out.bytes(new byte[] {-1, 0});
    out.text("");
    StateReader in = new StateReader(out.bytes(), FORMAT);
    assertEquals(0, in.number());
    assertEquals(300, in.number());
    assertEquals(Long.MIN_VALUE, in.count());
    assertEquals(AT, in.instant());
    assertEquals(0.1f, in.small());
    assertEquals(Double.doubleToRawLongBits(-0.0), Double.doubleToRawLongBits(in.real()));
    assertArrayEquals(new double[] {Double.MIN_VALUE, 1.5}, in.reals());
    assertEquals(true, in.flag());
    assertEquals(28 * 40, in.text().length());
    assertArrayEquals(new byte[] {-1, 0}, in.bytes());
    assertEquals("", in.text(), "nothing, at the very end");
  }

  @Test
  void whatIsCutOffOrOfAnotherFormatIsRefused() {
    StateWriter out = new StateWriter(FORMAT);
    out.text("whole");
    byte[] whole = out.bytes();
    StateReader cut = new StateReader(Arrays.copyOf(whole, whole.length - 1), FORMAT);
    assertThrows(IllegalArgumentException.class, cut::text);
    assertThrows(IllegalArgumentException.class, () -> new StateReader(whole, FORMAT + 1));
    assertThrows(IllegalArgumentException.class, () -> new StateReader(new byte[0], FORMAT));
    assertEquals(FORMAT, new StateReader(whole, FORMAT - 1, FORMAT).format());
    assertThrows(IllegalArgumentException.class, () -> new StateReader(whole, 1, FORMAT - 1));
  }
}
