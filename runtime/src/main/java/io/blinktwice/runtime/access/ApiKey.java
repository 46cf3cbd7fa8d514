package io.blinktwice.runtime.access;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An API key as it is kept: all about it but the key itself.
 *
 * <p>A plain SHA-256 is enough for 256 random bits: there is nothing to guess that a slow hash
 * would protect.
 *
 * @param hash SHA-256 of the whole key, in hexadecimal digits
 * @param workspace or {@code *} for all of them
 */
public record ApiKey(
    @JsonProperty("id") String id,
    @JsonProperty("hash") String hash,
    @JsonProperty("actor") String actor,
    @JsonProperty("workspace") String workspace,
    @JsonProperty("role") String role,
    @JsonProperty("createdAt") String createdAt,
    @JsonProperty("revokedAt") @Nullable String revokedAt) {
  /** What every key begins with: scanners for leaked secrets can look for it. */
  public static final String PREFIX = "bt_";

  private static final Pattern FORM = Pattern.compile(PREFIX + "([0-9a-f]{12})_[0-9a-f]{64}");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{12}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
  private static final Pattern ACTOR = Pattern.compile("\\P{Cntrl}{1,128}");

  public ApiKey {
    if (!ID.matcher(id).matches() || !HASH.matcher(hash).matches()) {
      throw new IllegalArgumentException("a key's id has 12 and its hash 64 hexadecimal digits");
    }
    if (!ACTOR.matcher(actor).matches()) {
      throw new IllegalArgumentException("a key's actor is a name of up to 128 characters");
    }
    if (Right.of(role).isEmpty()) {
      throw new IllegalArgumentException("a key's role is view, operate or admin, not " + role);
    }
    workspace = Scope.of(workspace).text();
  }

  /**
   * A key that was just made.
   *
   * @param secret shown once and kept nowhere
   */
  public record Fresh(ApiKey kept, String secret) {}

  public static Fresh create(
      String actor, Scope scope, Right right, SecureRandom random, Instant now) {
    byte[] bytes = new byte[6 + 32];
    random.nextBytes(bytes);
    HexFormat hex = HexFormat.of();
    String id = hex.formatHex(bytes, 0, 6);
    String secret = PREFIX + id + "_" + hex.formatHex(bytes, 6, bytes.length);
    ApiKey kept =
        new ApiKey(
            id,
            hex.formatHex(sha256(secret)),
            actor,
            scope.text(),
            right.word(),
            now.toString(),
            null);
    return new Fresh(kept, secret);
  }

  /** The id in what may be a key. */
  static Optional<String> idIn(String presented) {
    Matcher matcher = FORM.matcher(presented);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  boolean isSameAs(String presented) {
    return MessageDigest.isEqual(sha256(presented), HexFormat.of().parseHex(hash));
  }

  public boolean revoked() {
    return revokedAt != null;
  }

  ApiKey revoke(Instant now) {
    return new ApiKey(id, hash, actor, workspace, role, createdAt, now.toString());
  }

  Identity identity() {
    return new Identity(
        actor, "key:" + id, Right.of(role).orElseThrow(), Scope.of(workspace), Instant.MAX);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
