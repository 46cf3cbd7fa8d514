package io.blinktwice.rollout.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release as a person describes it.
 *
 * @param predecessor the version that it follows
 * @param engine the pinned set of Spark jars that it runs on; the version itself if absent
 * @param sparkConf settings of its servers; each name begins with {@code spark.}
 * @param jvmFlags flags of its servers' JVMs; each begins with a dash and has no space
 * @param fixes tickets and failure signatures that it fixes
 * @param changedBehaviours what it does differently on purpose
 * @param pauseBudget chance of pausing it wrongly that its roll-outs may take; 0.01 if absent
 * @param harmBudget workloads that its next wave may break at most; 60 if absent
 * @param notes more, for people
 */
@Schema(name = "ReleaseBody")
record ReleaseBody(
    @Nullable String predecessor,
    @Nullable String engine,
    @Nullable Map<String, String> sparkConf,
    @Nullable List<String> jvmFlags,
    @Nullable List<String> fixes,
    @Nullable List<Change> changedBehaviours,
    @Nullable Double pauseBudget,
    @Nullable Integer harmBudget,
    @Nullable String notes) {

  /**
   * An error condition that it raises, or no longer raises, on purpose.
   *
   * @param condition a Spark error condition, such as CAST_INVALID_INPUT
   * @param policy what becomes of a workload that meets it: keep (the old behaviour), warn, refuse
   * @param hint how to migrate, for the owner of a workload
   */
  @Schema(name = "BehaviourChangeBody")
  record Change(String condition, String policy, @Nullable String hint) {}
}
