package io.blinktwice.router.effect;

import io.blinktwice.events.RunEvent;
import io.blinktwice.runtime.kafka.TraceParent;

/** A run event and the trace that it belongs to. */
public record TracedEvent(RunEvent event, TraceParent trace) {}
