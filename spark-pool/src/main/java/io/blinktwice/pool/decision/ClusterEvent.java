package io.blinktwice.pool.decision;

import java.util.OptionalInt;
import java.util.OptionalLong;

/** A step in the life of a cluster: one server process, from its start to its end. */
public sealed interface ClusterEvent {
  Cluster cluster();

  /** A decision asked for it, and it will be started. */
  record Requested(Cluster cluster) implements ClusterEvent {}

  /** Its process is being started. */
  record Starting(Cluster cluster) implements ClusterEvent {}

  /** It answers queries. */
  record Ready(Cluster cluster, String address, long pid) implements ClusterEvent {}

  /** It will be stopped: nothing new is to be sent to it. */
  record Draining(Cluster cluster, String address, long pid, String detail)
      implements ClusterEvent {}

  /** Its process is gone; without an exit code if nobody was there to see it. */
  record Gone(Cluster cluster, OptionalLong pid, OptionalInt exitCode, Loss loss, String detail)
      implements ClusterEvent {
    public static Gone seen(Cluster cluster, long pid, ServerEnd end) {
      return new Gone(
          cluster, OptionalLong.of(pid), OptionalInt.of(end.exitCode()), end.loss(), end.detail());
    }

    /** Of a server whose supervisor went first: it does not outlive its supervisor. */
    public static Gone unseen(Cluster cluster) {
      return new Gone(
          cluster,
          OptionalLong.empty(),
          OptionalInt.empty(),
          Loss.KILLED,
          "its supervisor ended, and the server with it; nobody saw the exit code");
    }
  }
}
