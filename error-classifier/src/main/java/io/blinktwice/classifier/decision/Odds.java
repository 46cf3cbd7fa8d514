package io.blinktwice.classifier.decision;

import java.util.Map;

/** How likely each category is; the three sum to one. */
public record Odds(double user, double infrastructure, double system) {
  /** From here on a category is named; below, the answer is that no rule is sure. */
  public static final double DECISIVE = 0.80;

  /** Nothing is known: close to even. An assumption, to be replaced by measured frequencies. */
  static final Odds PRIOR = new Odds(0.40, 0.30, 0.30);

  private static final double ROUNDING = 1e-9;

  public Odds {
    if (user < 0 || infrastructure < 0 || system < 0) {
      throw new IllegalArgumentException("odds are not negative");
    }
    if (Math.abs(user + infrastructure + system - 1) > ROUNDING) {
      throw new IllegalArgumentException("odds sum to one");
    }
  }

  static Odds ofUser(double probability) {
    return new Odds(probability, (1 - probability) / 2, (1 - probability) / 2);
  }

  static Odds ofInfrastructure(double probability) {
    return new Odds((1 - probability) / 2, probability, (1 - probability) / 2);
  }

  static Odds ofSystem(double probability) {
    return new Odds((1 - probability) / 2, (1 - probability) / 2, probability);
  }

  /** The category that is decisively likely. */
  public Category category() {
    if (user >= DECISIVE) {
      return Category.USER;
    }
    if (infrastructure >= DECISIVE) {
      return Category.INFRASTRUCTURE;
    }
    return system >= DECISIVE ? Category.SYSTEM : Category.UNDECIDED;
  }

  public Map<Category, Double> byCategory() {
    return Map.of(
        Category.USER, user, Category.INFRASTRUCTURE, infrastructure, Category.SYSTEM, system);
  }
}
