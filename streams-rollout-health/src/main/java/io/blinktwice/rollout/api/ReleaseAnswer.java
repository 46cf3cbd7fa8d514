package io.blinktwice.rollout.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Event.RolloutChanged;
import io.blinktwice.runtime.http.EntityTag;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A release as the catalogue has it, and where it stands.
 *
 * @param state CANDIDATE until it is rolled out for the first time, then that of its roll-out
 *     (ROLLING_OUT, PAUSED, STABLE, ABORTED); RETIRED once nobody may enter it any more
 */
@Serdeable
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ReleaseAnswer(
    String version,
    @Nullable String predecessor,
    String engine,
    Map<String, String> sparkConf,
    List<String> jvmFlags,
    List<String> fixes,
    List<ChangeAnswer> changedBehaviours,
    @Nullable Double pauseBudget,
    @Nullable Integer harmBudget,
    String notes,
    boolean retired,
    @Nullable String retiredTo,
    String registeredBy,
    Instant registeredAt,
    String state) {

  /** Something that it does differently on purpose, and what becomes of who meets it. */
  @Serdeable
  public record ChangeAnswer(String condition, String policy, String hint) {}

  /** The whole catalogue. */
  @Serdeable
  @JsonInclude(JsonInclude.Include.ALWAYS)
  public record Catalogue(List<ReleaseAnswer> releases) {
    static Catalogue of(
        List<ReleaseEntry> releases, Function<EngineVersion, Optional<RolloutChanged>> rollouts) {
      return new Catalogue(
          releases.stream()
              .map(release -> ReleaseAnswer.of(release, rollouts.apply(release.version())))
              .toList());
    }
  }

  static ReleaseAnswer of(ReleaseEntry release, Optional<RolloutChanged> rollout) {
    EngineVersion predecessor = release.predecessor();
    return new ReleaseAnswer(
        release.version().value(),
        predecessor == null ? null : predecessor.value(),
        release.engine(),
        new TreeMap<>(release.sparkConf()),
        release.jvmFlags(),
        release.notes().fixes(),
        release.notes().changes().stream()
            .map(
                change ->
                    new ChangeAnswer(change.condition(), change.policy().word(), change.hint()))
            .toList(),
        release.budget().pause(),
        release.budget().harm(),
        release.notes().text(),
        release.notes().retirement() != null,
        retiredTo(release.notes()),
        release.registeredBy(),
        release.registeredAt(),
        state(release, rollout));
  }

  private static String state(ReleaseEntry release, Optional<RolloutChanged> rollout) {
    return release.notes().retirement() != null
        ? "RETIRED"
        : rollout.map(changed -> changed.rollout().state().name()).orElse("CANDIDATE");
  }

  private static @Nullable String retiredTo(ReleaseNotes notes) {
    ReleaseNotes.Retirement end = notes.retirement();
    EngineVersion to = end == null ? null : end.movedTo();
    return to == null ? null : to.value();
  }

  /** Of what people say of it: that its roll-out goes on is no change of the catalogue. */
  static EntityTag tagOf(ReleaseEntry release) {
    return EntityTag.of(of(release, Optional.empty()).toString());
  }
}
