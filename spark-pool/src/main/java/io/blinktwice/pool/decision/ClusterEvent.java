package io.blinktwice.pool.decision;

import io.blinktwice.contract.EngineVersion;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** A step in the life of a cluster: one server process, from its start to its end. */
public sealed interface ClusterEvent {
  String cluster();

  EngineVersion version();

  /** Its process is being started. */
  record Starting(String cluster, EngineVersion version) implements ClusterEvent {}

  /** It answers queries. */
  record Ready(String cluster, EngineVersion version, String address, long pid)
      implements ClusterEvent {}

  /** It will be stopped: nothing new is to be sent to it. */
  record Draining(String cluster, EngineVersion version, String address, long pid)
      implements ClusterEvent {}

  /** Its process is gone; without an exit code if nobody was there to see it. */
  record Gone(
      String cluster,
      EngineVersion version,
      OptionalLong pid,
      OptionalInt exitCode,
      Loss loss,
      String detail)
      implements ClusterEvent {
    public static Gone seen(String cluster, EngineVersion version, long pid, ServerEnd end) {
      return new Gone(
          cluster,
          version,
          OptionalLong.of(pid),
          OptionalInt.of(end.exitCode()),
          end.loss(),
          end.detail());
    }

    /** Of a server whose supervisor went first: it does not outlive its supervisor. */
    public static Gone unseen(String cluster, EngineVersion version) {
      return new Gone(
          cluster,
          version,
          OptionalLong.empty(),
          OptionalInt.empty(),
          Loss.KILLED,
          "its supervisor ended, and the server with it; nobody saw the exit code");
    }
  }
}
