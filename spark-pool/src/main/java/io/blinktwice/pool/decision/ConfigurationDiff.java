package io.blinktwice.pool.decision;

import io.blinktwice.contract.SecretRedaction;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** How the servers of two versions are launched differently: flags, settings, Java and jars. */
public final class ConfigurationDiff {
  private static final int LONGEST = 400;

  private ConfigurationDiff() {}

  /**
   * What a server starts from.
   *
   * @param parts flags, settings and jars, one by one
   */
  public record Launched(String version, List<String> parts) {
    public Launched {
      parts = List.copyOf(parts);
    }
  }

  /** Lines of the failed version behind a minus, of the good one behind a plus. */
  public static String of(Launched failed, Launched good) {
    TreeSet<String> onlyFailed = new TreeSet<>(failed.parts());
    onlyFailed.removeAll(good.parts());
    TreeSet<String> onlyGood = new TreeSet<>(good.parts());
    onlyGood.removeAll(failed.parts());
    List<String> lines = new ArrayList<>();
    lines.add("- " + failed.version());
    lines.add("+ " + good.version());
    onlyFailed.stream().limit(LONGEST).forEach(part -> lines.add("- " + part));
    onlyGood.stream().limit(LONGEST).forEach(part -> lines.add("+ " + part));
    return SecretRedaction.redact(String.join("\n", lines));
  }
}
