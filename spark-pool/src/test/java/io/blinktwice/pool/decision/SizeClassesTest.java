package io.blinktwice.pool.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SizeClassesTest {
  @Test
  void aPersonWritesNamesHeapsAndCores() {
    SizeClasses sizes = SizeClasses.parse("small=512m/1, medium=1g/2", "medium");
    assertEquals(
        List.of(new ServerSize("small", 1, 512), new ServerSize("medium", 2, 1024)), sizes.sizes());
    assertEquals("medium", sizes.ordinary().name());
    assertEquals(1L << 30, sizes.ordinary().heapBytes());
    assertEquals(List.of(), sizes.problems());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "small", "small=512/1", "small=512m", "SMALL=1g/1", "a=1g/1;b=2g/2"})
  void whatIsNoSizeIsRefusedWithAnExample(String text) {
    String said =
        String.valueOf(
            assertThrows(IllegalArgumentException.class, () -> SizeClasses.parse(text, "small"))
                .getMessage());
    assertTrue(said.contains("small=512m/1"), said);
  }

  @Test
  void allProblemsAreToldTogether() {
    assertEquals(
        List.of(
            "size tiny: a server needs at least 1 core, not 0",
            "size tiny: a server needs at least 512 MB of heap, not 100: Spark refuses less",
            "size tiny is named twice",
            "there is no size 'huge'; there are tiny, tiny"),
        SizeClasses.parse("tiny=100m/0,tiny=1g/1", "huge").problems());
  }
}
