package io.blinktwice.runtime.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that are good right now: the file is looked at on every sign-in, and read again when it
 * is another one, so that a revoked key ends at once.
 *
 * <p>A file that is gone means no keys; one that cannot be read leaves those of before, because a
 * slip of an editor must not lock everybody out.
 */
final class ApiKeys {
  private static final Logger LOG = LoggerFactory.getLogger(ApiKeys.class);

  private final KeyFile file;
  private @Nullable Version seen;
  private Map<String, ApiKey> byId = Map.of();

  /** Another content is another one of these: the file is only ever replaced. */
  private record Version(@Nullable Object file, FileTime changed, long size) {}

  ApiKeys(KeyFile file) {
    this.file = file;
  }

  Optional<Identity> identityOf(String presented) {
    return ApiKey.idIn(presented)
        .map(id -> current().get(id))
        .filter(key -> key.isSameAs(presented))
        .map(ApiKey::identity);
  }

  /** Whether an identity that a key once gave would still be given. */
  boolean stillGives(Identity identity) {
    return current().values().stream().anyMatch(key -> key.identity().equals(identity));
  }

  private synchronized Map<String, ApiKey> current() {
    Version found = version();
    if (found == null) {
      byId = Map.of();
      seen = null;
    } else if (!found.equals(seen)) {
      seen = found;
      read();
    }
    return byId;
  }

  private @Nullable Version version() {
    try {
      BasicFileAttributes of = Files.readAttributes(file.path(), BasicFileAttributes.class);
      return new Version(of.fileKey(), of.lastModifiedTime(), of.size());
    } catch (IOException e) {
      return null;
    }
  }

  private void read() {
    try {
      byId =
          file.read().stream()
              .filter(key -> !key.revoked())
              .collect(Collectors.toUnmodifiableMap(ApiKey::id, Function.identity()));
      LOG.atInfo().addKeyValue("keys", byId.size()).log("API keys are read");
    } catch (IOException | IllegalStateException e) {
      LOG.atError()
          .addKeyValue("file", file.path())
          .addKeyValue("why", e.getClass().getSimpleName())
          .log("The file of API keys cannot be read; those of before stay good");
    }
  }
}
