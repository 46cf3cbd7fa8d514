package io.blinktwice.app.server;

import io.blinktwice.runtime.life.KeepsRunning;
import io.blinktwice.runtime.life.LongRunning;
import jakarta.inject.Singleton;
import java.util.List;

/** What this process must not go on without: once one of them is dead, only a new process helps. */
@Singleton
final class LongRunningParts {
  private final List<LongRunning> parts;

  LongRunningParts(List<KeepsRunning> owners) {
    this.parts = owners.stream().flatMap(owner -> owner.parts().stream()).toList();
  }

  List<LongRunning> all() {
    return parts;
  }
}
