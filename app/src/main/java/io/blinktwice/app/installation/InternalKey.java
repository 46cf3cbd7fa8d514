package io.blinktwice.app.installation;

import io.blinktwice.runtime.access.ApiKey;
import io.blinktwice.runtime.access.KeyFile;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.access.Scope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;

/**
 * The key that an installation's own processes use among themselves, where people sign in: the
 * gateway asks resolve with it. Made anew at every start; the one of before ends.
 */
final class InternalKey {
  private static final String ACTOR = "blinktwice up";

  private InternalKey() {}

  static void prepare(InstallationFolder folder) throws IOException {
    Path file = folder.internalKey();
    Files.deleteIfExists(file);
    if (!Files.exists(folder.keys())) {
      return;
    }
    KeyFile keys = new KeyFile(folder.keys());
    keys.forget(ACTOR);
    ApiKey.Fresh fresh =
        ApiKey.create(
            ACTOR, new Scope.Platform(), Right.OPERATE, new SecureRandom(), Instant.now());
    keys.add(fresh.kept());
    KeyFile.createPrivately(file);
    Files.writeString(file, fresh.secret());
  }
}
