package io.blinktwice.router.decision;

import io.blinktwice.contract.WorkspaceId;

/**
 * How servers know somebody who signed in: {@code workspace/actor}.
 *
 * <p>Spark finds sessions, operations, artifacts and errors by user and session id. With the
 * workspace in the user, no id that somebody guesses leads into another workspace; whatever is in
 * the two names, no two pairs give the same user.
 */
public final class ServerUser {
  private ServerUser() {}

  public static String of(WorkspaceId workspace, String actor) {
    return plain(workspace.value()) + "/" + plain(actor);
  }

  /** Spark makes job tags of it, which may have no comma. */
  private static String plain(String name) {
    return name.replace("%", "%25").replace("/", "%2F").replace(",", "%2C");
  }
}
