package io.blinktwice.app.simulated;

import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.app.server.Surroundings;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** The installation that a fleet joins. */
public record FleetTarget(FleetApi api, KafkaConnection kafka, URI address) {
  private static final String KEY_VARIABLE = "BLINKTWICE_API_KEY";
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

  /** The one of a plan, by its own key; or another control plane of the same Kafka. */
  public static FleetTarget of(InstallationPlan plan, Optional<URI> api) throws IOException {
    Optional<String> key =
        Optional.ofNullable(System.getenv(KEY_VARIABLE)).map(secret -> "Bearer " + secret);
    Optional<String> authorization = key.isPresent() ? key : plan.folder().authorization();
    URI address = api.orElse(plan.addresses().http());
    return new FleetTarget(new FleetApi(address, authorization), plan.addresses().kafka(), address);
  }

  /** Says at once what is not there. */
  public void awaitReady() throws InterruptedException {
    Surroundings.await(kafka, ANSWERS_WITHIN);
    try {
      api.get("/v1/rollouts");
    } catch (IOException | UncheckedIOException e) {
      throw new IllegalStateException(
          "no control plane answers at %s (%s); start one with './blinktwice up', say where it is with"
                  .formatted(address, e.getMessage())
              + " --api or --port-offset, or give the fleet one of its own with --own",
          e);
    }
  }
}
