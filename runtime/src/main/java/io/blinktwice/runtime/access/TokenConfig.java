package io.blinktwice.runtime.access;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens are good for signing in, by OpenID Connect.
 *
 * @param issuer what {@code iss} has to say, to the letter
 * @param jwksUrl where the issuer publishes its public keys
 * @param audience what {@code aud} has to contain: this installation's name at the issuer
 * @param workspaceClaim names the workspace, or {@code *} for all of them
 * @param roleClaim holds view, operate or admin, alone or in a list
 * @param actorClaim names the person or program
 */
@ConfigurationProperties("blinktwice.access.token")
@Requires(property = "blinktwice.access.token.issuer")
public record TokenConfig(
    String issuer,
    @Nullable String jwksUrl,
    @Nullable String audience,
    @Bindable(defaultValue = "workspace") String workspaceClaim,
    @Bindable(defaultValue = "role") String roleClaim,
    @Bindable(defaultValue = "sub") String actorClaim) {

  public TokenConfig {
    List<String> problems = new ArrayList<>();
    if (issuer.isBlank()) {
      problems.add("issuer is what the tokens' iss says");
    }
    if (jwksUrl == null || !isWeb(jwksUrl)) {
      problems.add("jwks-url must say where the issuer's keys are, as https://…");
    }
    if (audience == null || audience.isBlank()) {
      problems.add("audience must say which aud a token for us has");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("blinktwice.access.token: " + String.join("; ", problems));
    }
  }

  URI keysAt() {
    return URI.create(String.valueOf(jwksUrl));
  }

  String ours() {
    return String.valueOf(audience);
  }

  /** Keys that somebody on the way could exchange would open every door; loopback has no way. */
  private static boolean isWeb(String text) {
    try {
      URI uri = new URI(text);
      String host = String.valueOf(uri.getHost());
      return "https".equals(uri.getScheme()) && uri.getHost() != null
          || "http".equals(uri.getScheme())
              && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
