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
    return likelihood() >= DECISIVE ? likeliest() : Category.UNDECIDED;
  }

  /** The likeliest category, however likely; of equals the one that costs least to doubt. */
  public Category likeliest() {
    if (user >= infrastructure && user >= system) {
      return Category.USER;
    }
    return system >= infrastructure ? Category.SYSTEM : Category.INFRASTRUCTURE;
  }

  /** How likely the likeliest is. */
  public double likelihood() {
    return Math.max(user, Math.max(infrastructure, system));
  }

  /** Seen together with other evidence, of which {@code trust} says how far it counts. */
  Odds weighed(Odds other, double trust) {
    double users = user * Math.pow(atLeast(other.user), trust);
    double infrastructures = infrastructure * Math.pow(atLeast(other.infrastructure), trust);
    double systems = system * Math.pow(atLeast(other.system), trust);
    double all = users + infrastructures + systems;
    return new Odds(users / all, infrastructures / all, systems / all);
  }

  /** No evidence rules anything out. */
  private static double atLeast(double probability) {
    return Math.max(0.01, probability);
  }

  /** Between these and others: {@code share} of these. */
  Odds mixed(Odds others, double share) {
    return new Odds(
        share * user + (1 - share) * others.user,
        share * infrastructure + (1 - share) * others.infrastructure,
        share * system + (1 - share) * others.system);
  }

  public Map<Category, Double> byCategory() {
    return Map.of(
        Category.USER, user, Category.INFRASTRUCTURE, infrastructure, Category.SYSTEM, system);
  }
}
