package io.blinktwice.runtime.access;

import io.blinktwice.runtime.http.Attribution;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls: by API key or token, or, where nothing of the kind is configured, by what
 * the caller says of itself.
 */
@Singleton
public final class SignIn {
  private static final String SCHEME = "Bearer ";

  private final @Nullable ApiKeys keys;
  private final @Nullable Tokens tokens;

  public SignIn(AccessConfig access, Optional<TokenConfig> token) {
    this.keys = access.keys().map(path -> new ApiKeys(new KeyFile(path))).orElse(null);
    this.tokens = token.map(Tokens::new).orElse(null);
  }

  /** What came of it. */
  public sealed interface Outcome {
    record Known(Identity identity) implements Outcome {}

    /** Nothing was presented. */
    record Missing() implements Outcome {}

    /** What was presented is not good; why is for the log, the caller learns nothing of it. */
    record Refused(String why) implements Outcome {}
  }

  /** Whether anybody has to sign in at all. */
  public boolean isOn() {
    return keys != null || tokens != null;
  }

  Outcome of(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    return isOn()
        ? of(headers.get(HttpHeaders.AUTHORIZATION))
        : new Outcome.Known(Identity.unsigned(Attribution.actor(headers.get(Attribution.HEADER))));
  }

  /**
   * Who presents this, where sign-in is on. May ask the issuer for its keys, and so wait.
   *
   * @param presented as the header {@code Authorization} has it, whatever the protocol
   */
  public Outcome of(@Nullable String presented) {
    if (presented == null) {
      return new Outcome.Missing();
    }
    if (!presented.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return new Outcome.Refused("another scheme than Bearer");
    }
    return ofCredential(presented.substring(SCHEME.length()).strip());
  }

  private Outcome ofCredential(String credential) {
    if (credential.startsWith(ApiKey.PREFIX)) {
      return Optional.ofNullable(keys)
          .flatMap(known -> known.identityOf(credential))
          .<Outcome>map(Outcome.Known::new)
          .orElseGet(() -> new Outcome.Refused("no such API key"));
    }
    if (tokens == null) {
      return new Outcome.Refused("no API key, and tokens are not configured");
    }
    try {
      return new Outcome.Known(tokens.identityOf(credential));
    } catch (Tokens.Unusable e) {
      return new Outcome.Refused(String.valueOf(e.getMessage()));
    }
  }

  /** For what lasts longer than a request: whether its caller would still get in. */
  public boolean isStillGood(Identity identity, Instant now) {
    return !isOn()
        || (identity.credential().startsWith("key:")
            ? keys != null && keys.stillGives(identity)
            : now.isBefore(identity.until()));
  }
}
