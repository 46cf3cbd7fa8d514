package io.blinktwice.router.decision;

import org.jspecify.annotations.Nullable;

/** What the gateway saw of one attempt. */
public sealed interface Observation {

  /**
   * A call came in on a client connection; it goes to {@code cluster} once there is one.
   *
   * @param resumed whether the attempt may have been served before we knew of it
   */
  record CallSeen(String session, long connection, @Nullable String cluster, boolean resumed)
      implements Observation {}

  /** A call that only tidies up or asks: it starts no attempt and opens no session. */
  record AftercareSeen(long connection) implements Observation {}

  /**
   * A call whose failure is the run's failure went to a server.
   *
   * @param call numbers of calls rise in the order in which they are sent
   * @param operation what later calls use to refer to the same work
   */
  record OperationSent(long call, String operation, StatementKind kind, Weight weight)
      implements Observation {}

  /** A client attached to work that was sent before; a stranger's work is not known to be safe. */
  record OperationReattached(long call, String operation) implements Observation {}

  /** A call of an operation ended, or said that the operation is complete. */
  record OperationEnded(long call, Ending ending) implements Observation {}

  /** The client gave an operation up of its own will. */
  record OperationReleased(String operation) implements Observation {}

  /** A call did not reach a server, or its server was lost, or we had to refuse it. */
  record CallLost(CallFailure failure, @Nullable String cluster) implements Observation {}

  /**
   * The attempt is over with this failure, although its client is still there: what is to be done
   * about it is asked while the client waits.
   */
  record FailedForNow(CallFailure failure, @Nullable String cluster) implements Observation {}

  record SessionReleased(String session) implements Observation {}

  record ConnectionClosed(long connection) implements Observation {}

  /** Nothing happened; time went on. */
  record TimePassed() implements Observation {}

  /** What the success of an operation says about failures before it. */
  enum Weight {
    /** The client went on with its work: what failed before did not end the run. */
    STATEMENT,
    /** It only prepared something: its failure counts, its success proves nothing. */
    PREPARATION
  }

  /** How a call of an operation ended. */
  sealed interface Ending {
    record Completed() implements Ending {}

    record Failed(CallFailure failure, @Nullable String cluster) implements Ending {}

    /** The client stopped listening by its own will. */
    record Cancelled() implements Ending {}

    /** The stream ended, the operation did not: the client will attach again. */
    record Suspended() implements Ending {}

    /** The connection to the client broke. */
    record Cut() implements Ending {}
  }
}
