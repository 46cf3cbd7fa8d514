package io.blinktwice.pinning.api;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.events.PinCommand;
import io.blinktwice.pinning.decision.Pin;
import io.blinktwice.runtime.http.EntityTag;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes orders about pins, of which at most one is taken for each state of a pin that somebody
 * looked at.
 *
 * <p>An order takes effect a moment after it is taken, and all orders about a workload are taken at
 * the instance that owns it. So it remembers which state an order that is under way was given for:
 * a second one that insists on the same state is refused although the state is still the old one.
 * What another instance took that owned the workload before is found in the topic.
 */
@Singleton
@Requires(property = "blinktwice.roles.pinning", value = "true")
final class PinOrders {
  /** Longer than an order takes to show; one that changed nothing blocks others no longer. */
  private static final Duration UNDER_WAY = Duration.ofSeconds(10);

  private static final int MOST_REMEMBERED = 10_000;

  private final PostedRecords records;
  private final UnreadOrders unread;
  private final Map<Fingerprint, Taken> taken =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Fingerprint, Taken> eldest) {
          return size() > MOST_REMEMBERED;
        }
      };

  private record Taken(EntityTag state, long nanos) {}

  PinOrders(PostedRecords records, UnreadOrders unread) {
    this.records = records;
    this.unread = unread;
  }

  /** A state that is looked at after this shows what every order before it has done. */
  void requireAllRead(Fingerprint workload) {
    if (unread.areThereFor(workload)) {
      throw underWay();
    }
  }

  private static ProblemException underWay() {
    return EntityTag.changed("another change of this pin is under way: look again in a moment");
  }

  static EntityTag tag(@Nullable Pin pin) {
    return pin == null
        ? EntityTag.ABSENT
        : EntityTag.of(
            String.join("|", pin.id().value(), pin.terms().toString(), pin.trial() + ""));
  }

  /** Written for good, or refused because the pin is not as the caller saw it. */
  void take(PinCommand command, @Nullable Pin current, HttpRequest<?> request) {
    EntityTag state = tag(current);
    state.require(request);
    Fingerprint workload = new Fingerprint(command.getFingerprint());
    Taken mine = new Taken(state, System.nanoTime());
    Taken before = claim(workload, mine, EntityTag.isConditional(request));
    try {
      records.write(command);
    } catch (RuntimeException e) {
      giveBack(workload, mine, before);
      throw e;
    }
  }

  private synchronized @Nullable Taken claim(
      Fingerprint workload, Taken mine, boolean conditional) {
    Taken before = taken.get(workload);
    if (conditional
        && before != null
        && before.state().equals(mine.state())
        && mine.nanos() - before.nanos() < UNDER_WAY.toNanos()) {
      throw underWay();
    }
    taken.remove(workload);
    taken.put(workload, mine);
    return before;
  }

  private synchronized void giveBack(Fingerprint workload, Taken mine, @Nullable Taken before) {
    if (mine.equals(taken.get(workload))) {
      taken.remove(workload);
      if (before != null) {
        taken.put(workload, before);
      }
    }
  }
}
