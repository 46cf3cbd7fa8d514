package io.blinktwice.router.decision;

/** What a plan can do to the world, and what it leaves behind in its session. */
public record PlanMeaning(StatementKind kind, SessionEffect effect) {
  public static final PlanMeaning READ = new PlanMeaning(StatementKind.READ, SessionEffect.NONE);
  public static final PlanMeaning WRITE =
      new PlanMeaning(StatementKind.MAY_WRITE, SessionEffect.NONE);

  /** It makes something that only its session has. */
  public static final PlanMeaning SESSION_STATE =
      new PlanMeaning(StatementKind.SESSION_STATE, SessionEffect.REMEMBERED);

  /** It cannot be judged, so it may have written, and left anything behind. */
  public static PlanMeaning unknown(String what) {
    return new PlanMeaning(StatementKind.MAY_WRITE, new SessionEffect.Binds(what));
  }

  /** It makes something of its session that cannot be made again elsewhere. */
  public static PlanMeaning binding(String what) {
    return new PlanMeaning(StatementKind.SESSION_STATE, new SessionEffect.Binds(what));
  }

  public PlanMeaning and(PlanMeaning other) {
    return new PlanMeaning(kind.and(other.kind), effect.and(other.effect));
  }
}
