package io.blinktwice.router.effect;

import io.blinktwice.router.decision.PlanMeaning;
import io.blinktwice.router.decision.SessionEffect;
import io.blinktwice.router.decision.StatementKind;
import io.blinktwice.router.proxy.CallRouting.Arrival;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.router.wire.SparkRequest.Purpose;
import io.grpc.Metadata;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A call of a session, whatever servers it goes to. */
final class RoutedCall {
  private final Arrival arrival;
  private final SparkRequest request;
  private final LiveSession session;
  private final Metadata headers;
  private final @Nullable KeptOperation kept;
  private final AtomicBoolean left = new AtomicBoolean();

  /**
   * @param headers what servers get to see
   */
  RoutedCall(
      Arrival arrival,
      SparkRequest request,
      LiveSession session,
      Metadata headers,
      byte[] firstMessage) {
    this.arrival = arrival;
    this.request = request;
    this.session = session;
    this.headers = headers;
    this.kept = kept(firstMessage);
  }

  private @Nullable KeptOperation kept(byte[] firstMessage) {
    return switch (request.purpose()) {
      case Purpose.Execute(String operation, boolean _, PlanMeaning meaning) -> {
        boolean matters =
            meaning.kind() == StatementKind.READ
                || !(meaning.effect() instanceof SessionEffect.None);
        KeptOperation made = matters ? new KeptOperation(meaning, firstMessage) : null;
        if (made != null && !operation.isEmpty()) {
          session.started(operation, made);
        }
        yield made;
      }
      case Purpose.Reattach(String operation) -> session.operation(operation).orElse(null);
      default -> null;
    };
  }

  Arrival arrival() {
    return arrival;
  }

  Purpose purpose() {
    return request.purpose();
  }

  LiveSession session() {
    return session;
  }

  Metadata headers() {
    return headers;
  }

  @Nullable KeptOperation kept() {
    return kept;
  }

  /** The call is over for its client. */
  void leave() {
    if (left.compareAndSet(false, true)) {
      if (kept != null && isUnnamed()) {
        kept.forget();
      }
      if (!request.isAftercare()) {
        session.leave();
      }
    }
  }

  /** Nobody can attach to what has no name. */
  private boolean isUnnamed() {
    return purpose() instanceof Purpose.Execute execute && execute.operation().isEmpty();
  }

  /** Whether the end of the stream alone does not end the operation. */
  boolean endsByMessage() {
    return switch (purpose()) {
      case Purpose.Execute execute -> execute.reattachable();
      case Purpose.Reattach _ -> true;
      default -> false;
    };
  }
}
