package io.blinktwice.app;

import io.blinktwice.app.installation.ServerLimits;
import io.blinktwice.pool.PoolConfig;
import io.blinktwice.pool.decision.SizeClasses;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options about the Spark servers on this machine, wherever they are started from. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PoolOptions {
  @Spec(Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--sizes",
      paramLabel = "NAME=HEAP/CORES,…",
      defaultValue = ServerLimits.SIZES,
      description = "Size classes of its servers, the smallest first: ${DEFAULT-VALUE}.")
  private String sizes;

  @Option(
      names = "--size",
      paramLabel = "NAME",
      defaultValue = ServerLimits.SIZE,
      description = "Size class of servers for which none is named: ${DEFAULT-VALUE}.")
  private String size;

  @Option(
      names = "--max-servers",
      paramLabel = "N",
      defaultValue = ServerLimits.MOST,
      description =
          "Never more servers at once, whoever wants them; draining ones count:"
              + " ${DEFAULT-VALUE}.")
  private int maxServers;

  PoolConfig.Bounds bounds(Duration drainWithin) {
    try {
      return new PoolConfig.Bounds(SizeClasses.parse(sizes, size), maxServers, drainWithin);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  /** For the pool that is started by this process, refused here and not in its log. */
  ServerLimits limits(int engines) {
    List<String> problems;
    try {
      problems = SizeClasses.parse(sizes, size).problems();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
    if (!problems.isEmpty()) {
      throw wrong(String.join("; ", problems));
    }
    if (maxServers < engines) {
      throw new ParameterException(
          spec.commandLine(),
          "--max-servers %d is too few for %d engines, of which each has a server"
              .formatted(maxServers, engines));
    }
    return new ServerLimits(sizes, size, maxServers);
  }

  private ParameterException wrong(String sentence) {
    return new ParameterException(spec.commandLine(), "--sizes: " + sentence);
  }
}
