package io.blinktwice.pinning.ticket.effect;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one receiver of one change, as often as it takes, up to a bound. */
final class Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int REQUEST_TIMEOUT = 408;

  private final Webhook hook;
  private final InstantSource clock;
  private final Pause pause;
  private final RetryPauses pauses;

  /** Waits; false if there is no more time because the program ends. */
  interface Pause {
    boolean lasts(Duration duration);
  }

  Delivery(Webhook hook, InstantSource clock, Pause pause, RetryPauses pauses) {
    this.hook = hook;
    this.clock = clock;
    this.pause = pause;
    this.pauses = pauses;
  }

  /** What came of it. */
  sealed interface Result {
    record Delivered() implements Result {}

    /** It cannot be told, and why. */
    record GivenUp(String reason) implements Result {}

    /** The program ends: it is told after the next start. */
    record Interrupted() implements Result {}
  }

  Result deliver(String key, byte[] body) {
    String why = "";
    for (int attempt = 1; attempt <= pauses.attempts(); attempt++) {
      if (attempt > 1 && !pause.lasts(pauses.before(attempt, key))) {
        return new Result.Interrupted();
      }
      Attempt tried = attempt(key, body);
      if (tried.failure().isEmpty()) {
        return new Result.Delivered();
      }
      why = tried.failure().get();
      LOG.atWarn()
          .addKeyValue("webhook", hook.name())
          .addKeyValue("key", key)
          .addKeyValue("attempt", attempt)
          .addKeyValue("reason", why)
          .log("webhook was not heard");
      if (!tried.again()) {
        break;
      }
    }
    return new Result.GivenUp("webhook " + hook.name() + ": " + why);
  }

  private record Attempt(Optional<String> failure, boolean again) {}

  private Attempt attempt(String key, byte[] body) {
    try {
      int status = SignedPost.send(hook, key, body, clock.instant());
      if (status >= 200 && status < 300) {
        return new Attempt(Optional.empty(), false);
      }
      boolean again = status >= 500 || status == TOO_MANY_REQUESTS || status == REQUEST_TIMEOUT;
      return new Attempt(Optional.of("it answered " + status), again);
    } catch (Addresses.Refused e) {
      return new Attempt(Optional.of(String.valueOf(e.getMessage())), false);
    } catch (IOException e) {
      return new Attempt(Optional.of(e.getClass().getSimpleName() + ": " + e.getMessage()), true);
    }
  }
}
