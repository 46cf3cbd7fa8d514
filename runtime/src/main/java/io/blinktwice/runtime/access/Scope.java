package io.blinktwice.runtime.access;

import io.blinktwice.contract.WorkspaceId;

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

  default String text() {
    return switch (this) {
      case Within(WorkspaceId workspace) -> workspace.value();
      case Platform() -> ALL;
    };
  }
}
