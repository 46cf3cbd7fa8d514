package io.blinktwice.router.proxy;

import io.blinktwice.contract.WorkspaceId;
import org.jspecify.annotations.Nullable;

/**
 * Whose call it is.
 *
 * @param user as servers are told; none where nobody signs in: then the client says it itself
 * @param actor as people read it
 */
public record Visitor(WorkspaceId workspace, @Nullable String user, String actor) {
  /** Somebody on this machine, where nobody signs in. */
  public static final Visitor UNSIGNED = new Visitor(WorkspaceId.DEFAULT, null, "");
}
