package io.blinktwice.training.driven;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DrivenCaseTest {
  @Test
  void readsCasesWithTheirServers() {
    List<DrivenCase> cases =
        DrivenCase.read(
            List.of(
                "# remark",
                "#### server ordinary",
                "USER sql-catalyst | SELECT a ;; SELECT b",
                "",
                "#### server spark.x=1 -jar=orc -jar=snappy +jar=parquet disk=4m kill=700",
                "SYSTEM ml oom | SELECT c"));

    assertEquals(List.of("SELECT a", "SELECT b"), cases.getFirst().steps());
    assertEquals(
        new ServerVariant(
            Map.of("spark.x", "1"), List.of("orc", "snappy"), List.of("parquet"), "4m", 700),
        cases.get(1).server());
    assertTrue(cases.get(1).memoryRanOut());
    assertEquals(
        new ServerVariant(Map.of(), List.of(), List.of(), "", 0), cases.getFirst().server());
  }

  @Test
  void namesACaseByWhatIsDoneAndNotByWhatItIsCalled() {
    String first = id("USER sql-catalyst | SELECT a");

    assertEquals(first, id("SYSTEM ml oom | SELECT a"));
    assertNotEquals(first, id("USER sql-catalyst | SELECT b"));
    assertEquals(
        DrivenCase.all().size(), DrivenCase.all().stream().map(DrivenCase::id).distinct().count());
  }

  private static String id(String line) {
    return DrivenCase.read(List.of(line)).getFirst().id();
  }
}
