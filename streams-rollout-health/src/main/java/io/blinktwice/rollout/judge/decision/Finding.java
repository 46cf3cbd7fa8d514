package io.blinktwice.rollout.judge.decision;

import io.blinktwice.rollout.evidence.decision.Scope;
import java.time.Instant;
import java.util.Locale;

/** What the judge found, with all it rests on; carrying it out is somebody else's. */
public sealed interface Finding {
  Instant at();

  Evidence evidence();

  String sentence();

  /** Nobody enters the release any more. */
  record Pause(Instant at, Evidence evidence) implements Finding {
    @Override
    public String sentence() {
      return "pause, the release is bad: " + evidence.sentence();
    }
  }

  /** The ramp waits; small waves go on sampling. */
  record Slow(Instant at, Evidence evidence) implements Finding {
    @Override
    public String sentence() {
      return "slow down, the release looks bad: " + evidence.sentence();
    }
  }

  /** The doubt is gone; the ramp goes on. */
  record Quicken(Instant at, Evidence evidence) implements Finding {
    @Override
    public String sentence() {
      return "go on, the doubt has gone: " + evidence.sentence();
    }
  }

  /** The release may reach this share of the fleet. */
  record Advance(Instant at, Evidence evidence, double share) implements Finding {
    @Override
    public String sentence() {
      return String.format(Locale.ROOT, "advance to %.3g %% of the fleet: ", 100 * share)
          + evidence.sentence();
    }
  }

  /** Only this part of the fleet is harmed: keep it off, open one ticket, go on with the rest. */
  record Confine(Instant at, Evidence evidence, Scope scope) implements Finding {
    @Override
    public String sentence() {
      return "keep " + scope + " off, the damage is confined to it: " + evidence.sentence();
    }
  }

  /** A person decided; that wins over everything above. */
  record Ordered(Instant at, Evidence evidence, Order order) implements Finding {
    @Override
    public String sentence() {
      return order.sentence() + ": " + evidence.sentence();
    }
  }
}
