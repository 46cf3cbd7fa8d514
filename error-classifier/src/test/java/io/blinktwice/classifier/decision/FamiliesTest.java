package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.blinktwice.classifier.knowledge.BuiltIn;
import java.util.List;
import org.junit.jupiter.api.Test;

class FamiliesTest {
  private static final Families KNOWN = BuiltIn.knowledge().families();

  @Test
  void theLongestPrefixWins() {
    assertEquals("spark", KNOWN.of("org.apache.spark.SparkException").name());
    assertEquals("catalyst", KNOWN.of("org.apache.spark.sql.catalyst.trees.TreeNode.map").name());
    assertEquals(
        "codegen",
        KNOWN
            .of("org.apache.spark.sql.catalyst.expressions.codegen.CodeGenerator$.compile")
            .name());
    assertEquals("delta", KNOWN.of("org.apache.spark.sql.delta.DeltaLog").name());
  }

  @Test
  void whatNobodyKnowsIsMostLikelyTheUsers() {
    assertEquals(Family.Kind.USER, KNOWN.of("com.whoever.jobs.Daily.main").kind());
    assertEquals("for-spark", KNOWN.of("com.whoever.spark.Source").name());
    assertEquals("unknown", KNOWN.of("").name());
  }

  @Test
  void aLineHasFourColumns() {
    assertThrows(IllegalArgumentException.class, () -> Families.of(List.of("a. | engine | a")));
  }
}
