package io.blinktwice.classifier.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class OddsTest {
  @Test
  void decideOnlyWhereOneCategoryIsFarAhead() {
    assertEquals(Category.USER, Odds.ofUser(0.80).category());
    assertEquals(Category.UNDECIDED, Odds.ofUser(0.79).category());
    assertEquals(Category.UNDECIDED, Odds.PRIOR.category());
  }

  @Test
  void sumToOne() {
    assertThrows(IllegalArgumentException.class, () -> new Odds(0.5, 0.5, 0.5));
    assertThrows(IllegalArgumentException.class, () -> new Odds(-0.5, 0.75, 0.75));
  }

  @Test
  void sumToOneInEveryRule() {
    for (Rule rule : Rules.IN_ORDER) {
      double sum =
          rule.odds().byCategory().values().stream().mapToDouble(Double::doubleValue).sum();
      assertEquals(1.0, sum, 1e-9, rule.name());
    }
  }
}
