package io.blinktwice.runtime.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.blinktwice.contract.InvalidIdentifier;
import java.net.MalformedURLException;
import java.text.ParseException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads who somebody is from an issuer's signed token.
 *
 * <p>The issuer's keys are fetched when a token needs them, kept for five minutes and fetched anew
 * for a key id that is not among them, at most every 30 s; while the issuer is away, the known keys
 * stay good for hours. The algorithms are ours to choose, not the token's.
 */
final class Tokens {
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256);
  private static final int LONGEST_TOKEN = 8_000;
  private static final int LONGEST_KEY_SET = 256 * 1024;
  private static final Duration CALL = Duration.ofSeconds(3);
  private static final Duration KEPT = Duration.ofMinutes(5);
  private static final Duration FETCHED_WITHIN = Duration.ofSeconds(10);
  private static final Duration ISSUER_MAY_BE_AWAY = Duration.ofHours(4);
  private static final Pattern ACTOR = Pattern.compile("\\P{Cntrl}{1,128}");

  private final TokenConfig config;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** A token that does not open anything; the message is for logs. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }

  Tokens(TokenConfig config) {
    this.config = config;
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys(config)));
    processor.setJWTClaimsSetVerifier(
        new DefaultJWTClaimsVerifier<>(
            new HashSet<>(Set.of(config.ours())), // asked whether it contains null
            new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
            Set.of("exp", config.workspaceClaim(), config.roleClaim(), config.actorClaim()),
            Set.of()));
  }

  private static JWKSource<SecurityContext> keys(TokenConfig config) {
    int call = Math.toIntExact(CALL.toMillis());
    try {
      return JWKSourceBuilder.<SecurityContext>create(
              config.keysAt().toURL(), new DefaultResourceRetriever(call, call, LONGEST_KEY_SET))
          .cache(KEPT.toMillis(), FETCHED_WITHIN.toMillis())
          .rateLimited(Duration.ofSeconds(30).toMillis())
          .refreshAheadCache(false)
          .retrying(true)
          .outageTolerant(ISSUER_MAY_BE_AWAY.toMillis())
          .build();
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("blinktwice.access.token.jwks-url: " + e.getMessage(), e);
    }
  }

  Identity identityOf(String presented) throws Unusable {
    if (presented.length() > LONGEST_TOKEN) {
      throw new Unusable("the token has more than " + LONGEST_TOKEN + " characters");
    }
    try {
      return identity(processor.process(presented, null));
    } catch (ParseException e) {
      throw new Unusable("the token is none");
    } catch (BadJOSEException | JOSEException e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private Identity identity(JWTClaimsSet claims) throws Unusable {
    String actor = text(claims, config.actorClaim());
    if (!ACTOR.matcher(actor).matches()) {
      throw new Unusable("the claim " + config.actorClaim() + " is no name");
    }
    String id = claims.getJWTID();
    return new Identity(
        actor,
        "token:" + (id != null && id.matches("[\\w.:-]{1,100}") ? id : config.issuer()),
        right(claims).orElseThrow(() -> new Unusable("no role in " + config.roleClaim())),
        scope(text(claims, config.workspaceClaim())),
        claims.getExpirationTime().toInstant());
  }

  private static Scope scope(String text) throws Unusable {
    try {
      return Scope.of(text);
    } catch (InvalidIdentifier e) {
      throw new Unusable(String.valueOf(e.getMessage()));
    }
  }

  private Optional<Right> right(JWTClaimsSet claims) {
    Object claim = claims.getClaim(config.roleClaim());
    List<?> words = claim instanceof List<?> several ? several : List.of(String.valueOf(claim));
    return words.stream()
        .map(word -> Right.of(String.valueOf(word)))
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  private static String text(JWTClaimsSet claims, String name) throws Unusable {
    @Nullable Object claim = claims.getClaim(name);
    if (claim instanceof String text) {
      return text;
    }
    throw new Unusable("the claim " + name + " is no text");
  }
}
