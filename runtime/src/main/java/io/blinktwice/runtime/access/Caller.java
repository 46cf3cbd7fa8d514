package io.blinktwice.runtime.access;

import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * Who calls, and for which workspace: what every endpoint acts on, whatever a body says.
 *
 * @param workspace the credential's own, or the one that a platform credential named
 */
public record Caller(Identity identity, WorkspaceId workspace) {
  /** The header by which a platform credential names a workspace. */
  public static final String WORKSPACE_HEADER = "X-Workspace";

  private static final String ATTRIBUTE = "blinktwice.caller";

  /** The one that signed in for this request. */
  public static Caller of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, Caller.class)
        .orElseThrow(() -> new IllegalStateException("the endpoint was reached without sign-in"));
  }

  static @Nullable Caller ofAny(HttpRequest<?> request) {
    return request.getAttribute(ATTRIBUTE, Caller.class).orElse(null);
  }

  static Caller choosing(Identity identity, @Nullable String named) {
    return identity
        .scope()
        .workspace(named)
        .map(workspace -> new Caller(identity, workspace))
        .orElseThrow(
            () ->
                new ProblemException(
                    HttpStatus.FORBIDDEN,
                    "this credential is for the workspace %s alone; leave out %s"
                        .formatted(identity.scope().text(), WORKSPACE_HEADER)));
  }

  void enter(HttpRequest<?> request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  public String actor() {
    return identity.actor();
  }

  public boolean isPlatform() {
    return identity.scope() instanceof Scope.Platform;
  }
}
