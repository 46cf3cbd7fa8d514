package io.blinktwice.pinning;

import io.blinktwice.pinning.decision.Costs;
import io.blinktwice.pinning.decision.Policy;
import io.blinktwice.pinning.performance.decision.PerformancePolicy;
import io.blinktwice.pinning.store.StoreFormat;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The policy that can be chosen for the role {@code pinning}.
 *
 * @param cleanRuns runs in a row without a failure that make a version good for a workload
 * @param maxAttempts tries of one run, the first included
 * @param firstBackoff pause before a retry on the same version; doubles with each attempt
 * @param validFor how long an answer of resolve may be used
 * @param sameVersionShare share of suspect failures that is first retried on the same version
 * @param settledSameVersionShare the same once a release has rolled out for twenty minutes
 * @param runTimeout an attempt of which nothing was heard for so long is taken for lost
 * @param classifiedWithin a failure that nobody has classified for so long is judged without
 * @param probeAfter when a pin becomes half open by itself
 * @param probeShare share of the runs of a half-open workload that try the newer version
 * @param expireAfter when a pin ends by itself
 * @param storeFormat number of the format in which states are written; a new one only once every
 *     instance can read it
 * @param verdictBytes memory for the newest verdicts, which are at hand on every instance; what is
 *     older is answered from the state of its workload, for as long as that keeps the run
 * @param connectAddress where Spark Connect clients find the gateway, such as sc://host:15002: what
 *     resolve answers; nothing if absent
 */
@ConfigurationProperties("blinktwice.pinning")
@Requires(property = "blinktwice.roles.pinning", value = "true")
public record PinningConfig(
    @Bindable(defaultValue = "3") int cleanRuns,
    @Bindable(defaultValue = "3") int maxAttempts,
    @Bindable(defaultValue = "5s") Duration firstBackoff,
    @Bindable(defaultValue = "1m") Duration validFor,
    @Bindable(defaultValue = "0.1") double sameVersionShare,
    @Bindable(defaultValue = "0.9") double settledSameVersionShare,
    @Bindable(defaultValue = "24h") Duration runTimeout,
    @Bindable(defaultValue = "1m") Duration classifiedWithin,
    @Bindable(defaultValue = "7d") Duration probeAfter,
    @Bindable(defaultValue = "0.5") double probeShare,
    @Bindable(defaultValue = "90d") Duration expireAfter,
    @Bindable(defaultValue = "10") int storeFormat,
    @Bindable(defaultValue = "41943040") long verdictBytes,
    @Nullable String connectAddress) {

  public PinningConfig {
    List<String> problems = new ArrayList<>();
    if (cleanRuns < 1) {
      problems.add("clean-runs must be at least 1");
    }
    if (maxAttempts < 1) {
      problems.add("max-attempts must be at least 1");
    }
    if (firstBackoff.isNegative() || validFor.isNegative()) {
      problems.add("first-backoff and valid-for must not be negative");
    }
    if (!DoubleStream.of(sameVersionShare, settledSameVersionShare, probeShare)
        .allMatch(share -> share >= 0 && share <= 1)) {
      problems.add(
          "same-version-share, settled-same-version-share and probe-share must lie between 0 and"
              + " 1");
    }
    if (Stream.of(runTimeout, classifiedWithin, probeAfter, expireAfter)
        .anyMatch(time -> !time.isPositive())) {
      problems.add(
          "run-timeout, classified-within, probe-after and expire-after must be more than no time");
    }
    try {
      StoreFormat.toWrite(storeFormat);
    } catch (IllegalArgumentException e) {
      problems.add("store-format: " + e.getMessage());
    }
    if (verdictBytes < 1) {
      problems.add("verdict-bytes must be at least 1, not " + verdictBytes);
    }
    if (connectAddress != null && !connectAddress.startsWith("sc://")) {
      problems.add("connect-address must look like sc://host:15002, not '" + connectAddress + "'");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.pinning: " + String.join("; ", problems));
    }
  }

  StoreFormat format() {
    return StoreFormat.toWrite(storeFormat);
  }

  Policy policy() {
    return new Policy(
        cleanRuns,
        new Policy.Retries(maxAttempts, firstBackoff, sameVersionShare, settledSameVersionShare),
        Costs.DEFAULT,
        new Policy.PinTerms(probeAfter, expireAfter, probeShare),
        new Policy.Waits(runTimeout, classifiedWithin),
        PerformancePolicy.ORDINARY,
        validFor);
  }
}
