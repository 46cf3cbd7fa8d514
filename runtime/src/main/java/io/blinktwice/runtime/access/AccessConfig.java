package io.blinktwice.runtime.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether callers sign in by API key.
 *
 * @param keysFile written by {@code blinktwice keys}, read again whenever it changes
 */
@ConfigurationProperties("blinktwice.access")
public record AccessConfig(@Nullable Path keysFile) {
  Optional<Path> keys() {
    return Optional.ofNullable(keysFile);
  }
}
