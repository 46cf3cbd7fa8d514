package io.blinktwice.runtime.health;

import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.Scaled;
import io.micronaut.serde.annotation.Serdeable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/**
 * Whether one instance, of this or another process, may be taken away now.
 *
 * @param safe whether nothing in this process speaks against it
 * @param roles the same for each role
 */
@Serdeable
record ScaleSafety(boolean safe, TreeMap<String, OfRole> roles) {

  /** What speaks against it in one role, as sentences. */
  @Serdeable
  record OfRole(boolean safe, List<String> objections) {}

  static ScaleSafety of(Collection<Scaled> parts) {
    TreeMap<String, OfRole> roles = new TreeMap<>();
    boolean safe = true;
    for (Scaled part : parts) {
      List<String> objections = part.objectionsToScalingIn();
      roles.put(part.name(), new OfRole(objections.isEmpty(), objections));
      safe &= objections.isEmpty();
    }
    return new ScaleSafety(safe, roles);
  }

  static List<Scaled> partsOf(Collection<KeepsRunning> owners) {
    List<Scaled> scaled = new ArrayList<>();
    for (KeepsRunning owner : owners) {
      owner.parts().stream()
          .filter(Scaled.class::isInstance)
          .map(Scaled.class::cast)
          .forEach(scaled::add);
    }
    return scaled;
  }

  /** All objections in one sentence, each with its role. */
  String sentence() {
    List<String> said = new ArrayList<>();
    roles.forEach(
        (role, found) ->
            found.objections().forEach(objection -> said.add(role + ": " + objection)));
    return String.join("; ", said);
  }
}
