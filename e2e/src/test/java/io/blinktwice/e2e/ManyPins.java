package io.blinktwice.e2e;

import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.Pin;
import io.blinktwice.events.PinOrigin;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** More pins than anybody looks at one by one, written on their topic as pinning would. */
final class ManyPins {
  private ManyPins() {}

  static void write(KafkaConnection connection, int count) throws Exception {
    try (EventPublisher publisher = new EventPublisher(connection, "e2e")) {
      List<CompletableFuture<Void>> written = new ArrayList<>();
      for (int at = 0; at < count; at++) {
        Pin pin = pin("mass-%06d".formatted(at));
        written.add(
            publisher.publish(
                Topics.PINS, pin.getFingerprint(), pin, pin.getPinId(), pin.getCreatedAt()));
      }
      CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get(3, TimeUnit.MINUTES);
    }
  }

  private static Pin pin(String workload) {
    String fingerprint =
        Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(workload)).value();
    return Pin.newBuilder()
        .setPinId("pin-" + workload)
        .setWorkspace(WorkspaceId.DEFAULT.value())
        .setWorkload(workload)
        .setFingerprint(fingerprint)
        .setVersion(Workshop.STABLE.value())
        .setAwayFrom(Workshop.RELEASE.value())
        .setOrigin(PinOrigin.AUTOMATIC)
        .setSignature("mass")
        .setCreatedAt(Instant.now())
        .build();
  }
}
