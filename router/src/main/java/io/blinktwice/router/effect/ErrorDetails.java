package io.blinktwice.router.effect;

import io.blinktwice.router.decision.CallFailure;
import io.blinktwice.router.decision.Cluster;
import io.blinktwice.router.proxy.CallRouting.ServerEnd;
import io.blinktwice.router.proxy.ServerExchange;
import io.blinktwice.router.wire.Replays;
import io.blinktwice.router.wire.SparkRequest;
import io.blinktwice.router.wire.WireErrors;
import io.grpc.StatusException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server for all that it knows of a failure, before its client is told of it.
 *
 * <p>A server gives that out once. So the answer is kept for the client, who asks for it next.
 */
record ErrorDetails(ClusterChannels channels) {
  private static final Logger LOG = LoggerFactory.getLogger(ErrorDetails.class);

  /** The client waits for it. */
  private static final Duration WITHIN = Duration.ofSeconds(2);

  /** By which it can be asked for; empty where there is no more than what the call ended with. */
  static Optional<String> idOf(ServerEnd end) {
    return end.answered() ? WireErrors.errorId(end.trailers()) : Optional.empty();
  }

  /** The failure as its server has it; as it was seen where that cannot be had. */
  CallFailure of(RoutedCall call, Cluster cluster, ServerEnd end, String errorId)
      throws InterruptedException {
    SessionKey session = call.session().key();
    try {
      List<byte[]> answer =
          new ServerExchange(channels.to(cluster), SparkRequest.SERVICE, call.headers(), WITHIN)
              .call(
                  "FetchErrorDetails",
                  List.of(Replays.errorDetails(session.session(), session.user(), errorId)));
      if (!answer.isEmpty()) {
        call.session().keepsError(errorId, answer.getFirst());
        return WireErrors.detailed(end.status(), end.trailers(), answer.getFirst());
      }
    } catch (StatusException e) {
      LOG.atDebug()
          .addKeyValue("cluster", cluster.id())
          .addKeyValue("status", e.getStatus())
          .log("A server did not tell more of a failure");
    }
    return WireErrors.read(end.status(), end.trailers());
  }
}
