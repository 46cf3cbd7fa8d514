package io.blinktwice.router.effect;

import io.blinktwice.runtime.kafka.CloudEvents;
import io.blinktwice.runtime.kafka.TraceParent;
import io.grpc.Metadata;
import java.util.Iterator;
import java.util.Optional;

/** The trace that calls belong to, in their headers: W3C {@code traceparent}. */
final class CallTrace {
  private static final Metadata.Key<String> PARENT =
      Metadata.Key.of(CloudEvents.TRACE_PARENT, Metadata.ASCII_STRING_MARSHALLER);

  /** Says more of a trace, and nothing without one. */
  private static final Metadata.Key<String> STATE =
      Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER);

  private CallTrace() {}

  /** The client's own; empty where it has none, several, or one without the standard's form. */
  static Optional<TraceParent> of(Metadata headers) {
    Iterable<String> values = headers.getAll(PARENT);
    if (values == null) {
      return Optional.empty();
    }
    Iterator<String> all = values.iterator();
    String only = all.next();
    return all.hasNext() ? Optional.empty() : TraceParent.parse(only);
  }

  /** What the client says of its trace goes on as it came; else the call is of this one. */
  static void begin(Metadata forwarded, TraceParent begun) {
    if (of(forwarded).isEmpty()) {
      forwarded.discardAll(PARENT);
      forwarded.discardAll(STATE);
      forwarded.put(PARENT, begun.text());
    }
  }
}
