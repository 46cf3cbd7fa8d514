package io.blinktwice.rollout.store;

import io.blinktwice.contract.DecisionId;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.rollout.decision.Fleet;
import io.blinktwice.rollout.decision.Rollout;
import io.blinktwice.rollout.store.avro.StoredFleet;
import io.blinktwice.rollout.store.avro.StoredRollout;
import io.blinktwice.runtime.serde.AvroBody;
import java.util.TreeMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.jspecify.annotations.Nullable;

/**
 * The fleet as bytes: a format byte, then Avro.
 *
 * <p>The format counts breaking changes; after one, the store is rebuilt from topics under a new
 * application id rather than read.
 */
public final class FleetSerde {
  private static final byte FORMAT = 1;
  private static final AvroBody<StoredFleet> BODY = new AvroBody<>(StoredFleet.class);

  private FleetSerde() {}

  public static Serde<Fleet> create() {
    return Serdes.serdeFrom(
        (topic, fleet) -> fleet == null ? null : bytes(fleet),
        (topic, bytes) -> bytes == null ? null : fleet(bytes));
  }

  private static byte[] bytes(Fleet fleet) {
    return BODY.behind(new byte[] {FORMAT}, stored(fleet));
  }

  private static Fleet fleet(byte[] bytes) {
    if (bytes.length == 0 || bytes[0] != FORMAT) {
      throw new SerializationException("the stored fleet has another format than " + FORMAT);
    }
    try {
      return restored(BODY.from(bytes, 1));
    } catch (IllegalArgumentException e) {
      throw new SerializationException("the stored fleet cannot be read", e);
    }
  }

  private static StoredFleet stored(Fleet fleet) {
    TreeMap<String, String> catalogue = new TreeMap<>();
    fleet.catalogue().forEach((version, at) -> catalogue.put(version.value(), at));
    TreeMap<String, StoredRollout> rollouts = new TreeMap<>();
    fleet
        .rollouts()
        .forEach(
            (version, rollout) ->
                rollouts.put(
                    version.value(),
                    new StoredRollout(
                        rollout.state().name(), rollout.share(), text(rollout.stableBefore()))));
    return new StoredFleet(
        text(fleet.stable()),
        catalogue,
        rollouts,
        fleet.answered().stream().map(DecisionId::value).toList());
  }

  private static Fleet restored(StoredFleet stored) {
    TreeMap<EngineVersion, String> catalogue = new TreeMap<>();
    stored.getCatalogue().forEach((version, at) -> catalogue.put(new EngineVersion(version), at));
    TreeMap<EngineVersion, Rollout> rollouts = new TreeMap<>();
    stored
        .getRollouts()
        .forEach((version, rollout) -> rollouts.put(new EngineVersion(version), restored(rollout)));
    return new Fleet(
        version(stored.getStable()),
        catalogue,
        rollouts,
        stored.getAnswered().stream().map(DecisionId::new).toList());
  }

  private static Rollout restored(StoredRollout stored) {
    return new Rollout(
        Rollout.State.valueOf(stored.getState()),
        stored.getShare(),
        version(stored.getStableBefore()));
  }

  private static @Nullable String text(@Nullable EngineVersion version) {
    return version == null ? null : version.value();
  }

  private static @Nullable EngineVersion version(@Nullable String text) {
    return text == null ? null : new EngineVersion(text);
  }
}
