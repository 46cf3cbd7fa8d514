package io.blinktwice.runtime.access;

import io.blinktwice.contract.WorkspaceId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a credential is good for: one workspace, or all of them and what they share. */
public sealed interface Scope {
  /** How a claim or a file says that a credential is for all workspaces. */
  String ALL = "*";

  /** One workspace. */
  record Within(WorkspaceId workspace) implements Scope {}

  /** The whole installation. */
  record Platform() implements Scope {}

  static Scope of(String text) {
    return text.equals(ALL) ? new Platform() : new Within(new WorkspaceId(text));
  }

  /**
   * The workspace that a call is about: nobody but a platform credential chooses one, and one that
   * is not named is the default. Nothing when another one was named than the credential's own.
   */
  default Optional<WorkspaceId> workspace(@Nullable String named) {
    return switch (this) {
      case Platform _ -> Optional.of(named == null ? WorkspaceId.DEFAULT : new WorkspaceId(named));
      case Within(WorkspaceId own) ->
          Optional.of(own).filter(it -> named == null || it.equals(new WorkspaceId(named)));
    };
  }

  default String text() {
    return switch (this) {
      case Within(WorkspaceId workspace) -> workspace.value();
      case Platform() -> ALL;
    };
  }
}
