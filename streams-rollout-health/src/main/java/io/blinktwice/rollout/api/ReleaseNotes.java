package io.blinktwice.rollout.api;

import io.blinktwice.contract.EngineVersion;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What people say of a release beside how it is started.
 *
 * @param fixes tickets and failure signatures that it fixes
 * @param changes what it does differently on purpose
 * @param text more, for people
 * @param retirement present once nobody may enter it any more
 */
public record ReleaseNotes(
    List<String> fixes, List<Change> changes, String text, @Nullable Retirement retirement) {
  static final ReleaseNotes NONE = new ReleaseNotes(List.of(), List.of(), "", null);

  public ReleaseNotes {
    fixes = List.copyOf(fixes);
    changes = List.copyOf(changes);
  }

  /**
   * An error condition that the release raises, or no longer raises, on purpose.
   *
   * @param hint how to migrate, for the owner of a workload
   */
  public record Change(String condition, ChangePolicy policy, String hint) {}

  /** What becomes of a workload that meets a change. */
  public enum ChangePolicy {
    KEEP,
    WARN,
    REFUSE;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The end of a release.
   *
   * @param movedTo where workloads that were pinned to it went; what the fleet gives them if absent
   */
  public record Retirement(@Nullable EngineVersion movedTo) {}

  ReleaseNotes retired(Retirement end) {
    return new ReleaseNotes(fixes, changes, text, end);
  }
}
