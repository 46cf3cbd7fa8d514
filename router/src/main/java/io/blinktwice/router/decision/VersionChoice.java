package io.blinktwice.router.decision;

import io.blinktwice.contract.EngineVersion;
import org.jspecify.annotations.Nullable;

/**
 * The engine version of an attempt, and who said so.
 *
 * @param fallback whether it was chosen without a fresh answer from resolve
 * @param firstSeenHere whether resolve knows that nobody has served this attempt before
 * @param size the cluster that it should get, where resolve advised one
 */
public record VersionChoice(
    EngineVersion version,
    @Nullable String decisionId,
    @Nullable Long epoch,
    boolean fallback,
    boolean firstSeenHere,
    @Nullable WantedSize size) {

  /** Of any size. */
  public VersionChoice(
      EngineVersion version,
      @Nullable String decisionId,
      @Nullable Long epoch,
      boolean fallback,
      boolean firstSeenHere) {
    this(version, decisionId, epoch, fallback, firstSeenHere, null);
  }

  /** Nobody was asked, or nobody answered. */
  public static VersionChoice unasked(EngineVersion version, boolean fallback) {
    return new VersionChoice(version, null, null, fallback, false);
  }

  /** Of an attempt that began here, before our eyes. */
  public VersionChoice vouched() {
    return new VersionChoice(version, decisionId, epoch, fallback, true, size);
  }

  /** It cannot be had: the session stays on this version, which nobody chose for it. */
  public VersionChoice without(EngineVersion instead) {
    return new VersionChoice(instead, null, null, true, firstSeenHere, size);
  }

  /** What has to be found for it, in words. */
  public String wanted() {
    return "version %s%s".formatted(version, size == null ? "" : ", " + size.words());
  }

  public VersionChoice asFallback() {
    return new VersionChoice(version, decisionId, epoch, true, false, size);
  }
}
