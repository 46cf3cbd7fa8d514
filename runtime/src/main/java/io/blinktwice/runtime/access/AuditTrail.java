package io.blinktwice.runtime.access;

import java.util.concurrent.CompletableFuture;

/** Where it is written down who changed what. */
public interface AuditTrail {
  /** Completes when it cannot be lost any more. */
  CompletableFuture<Void> write(AuditEntry entry);
}
