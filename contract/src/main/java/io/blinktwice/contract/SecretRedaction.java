package io.blinktwice.contract;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * Replaces what looks like a secret in a text by {@value #MASK}, so that error messages can be
 * stored and shown: passwords in the user part of URLs, values behind secret-like names, bearer
 * tokens, AWS keys.
 *
 * <p>It reads from left to right and never goes back further than the token at hand: linear in the
 * length, whatever the text. Rather one word too many is masked than one too few; what stands
 * around a secret stays, because classification reads it.
 */
public final class SecretRedaction {
  public static final String MASK = "***";

  /** A name that contains one of these, once its punctuation is out, hides its value. */
  private static final Pattern SECRET_NAME =
      Pattern.compile(
          "password|passwd|passphrase|pwd|secret|token|credential|apikey|accesskey|privatekey"
              + "|accountkey|signature");

  /** Names that are secret only as parameters of a URL or a connection string. */
  private static final Set<String> SECRET_PARAMETERS =
      Set.of("key", "pass", "sig", "auth", "sas", "code");

  private static final Set<String> SCHEMES =
      Set.of("basic", "digest", "negotiate", "token", "apikey", "aws4-hmac-sha256");

  /** What follows a class or a source file is a message or a line number, not a value. */
  private static final List<String> NO_NAMES =
      List.of("exception", "error", ".java", ".scala", ".py");

  private static final Pattern AWS_KEY_ID =
      Pattern.compile("(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])");
  private static final Pattern FORTY_CHARACTERS =
      Pattern.compile("(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])");
  private static final String ORACLE = "jdbc:oracle:";

  /** No database user and password are longer together; a bound keeps the reading linear. */
  private static final int LONGEST_ORACLE_USER = 512;

  private final String text;
  private final StringBuilder out;
  private int at;

  private SecretRedaction(String text) {
    this.text = text;
    this.out = new StringBuilder(text.length());
  }

  public static String redact(String text) {
    String named = new SecretRedaction(text).redacted();
    String identified = AWS_KEY_ID.matcher(named).replaceAll(MASK);
    return FORTY_CHARACTERS
        .matcher(identified)
        .replaceAll(found -> isMixed(found.group()) ? MASK : found.group());
  }

  /** A random key has all three kinds of characters; a hash or a path rarely has. */
  private static boolean isMixed(String run) {
    return run.chars().anyMatch(c -> c >= 'A' && c <= 'Z')
        && run.chars().anyMatch(c -> c >= 'a' && c <= 'z')
        && run.chars().anyMatch(c -> c >= '0' && c <= '9');
  }

  private String redacted() {
    while (at < text.length()) {
      if (text.regionMatches(true, at, ORACLE, 0, ORACLE.length())) {
        copyTo(at + ORACLE.length());
        oracleUser();
      } else if (isWord(text.charAt(at))) {
        word();
      } else if (text.startsWith("://", at)) {
        copyTo(at + 3);
        userInfo();
      } else {
        copyTo(at + 1);
      }
    }
    return out.toString();
  }

  private void word() {
    int start = at;
    copyTo(endOf(start, SecretRedaction::isWord));
    String word = text.substring(start, at).toLowerCase(Locale.ROOT);
    if (word.equals("bearer")) {
      credential();
    } else if (word.endsWith("authorization")) {
      authorization();
    } else if (isSecretName(start, word)) {
      value();
    }
  }

  private boolean isSecretName(int start, String word) {
    if (NO_NAMES.stream().anyMatch(word::endsWith)) {
      return false;
    }
    String name = word.replaceAll("[^a-z0-9]", "");
    boolean parameter = start > 0 && "?&;".indexOf(text.charAt(start - 1)) >= 0;
    return SECRET_NAME.matcher(name).find() || (parameter && SECRET_PARAMETERS.contains(name));
  }

  /** Between {@code ://} and the end of the authority: {@code user:password@}. */
  private void userInfo() {
    int start = at;
    String authority = text.substring(start, endOf(start, c -> !endsAuthority(c)));
    int sign = authority.lastIndexOf('@');
    if (sign > 0) {
      int colon = authority.indexOf(':');
      copyTo(colon >= 0 && colon < sign ? start + colon + 1 : start);
      mask(start + sign);
    }
  }

  /** {@code jdbc:oracle:thin:user/password@host}: the form that has no slashes in front. */
  private void oracleUser() {
    int start = at;
    String user = text.substring(start, Math.min(text.length(), start + LONGEST_ORACLE_USER));
    int slash = user.indexOf('/');
    int sign = user.indexOf('@');
    if (slash >= 0 && sign > slash) {
      copyTo(start + slash + 1);
      mask(start + sign);
    }
  }

  /** {@code = value}, {@code : value}, {@code => value}, quoted or not, also inside JSON. */
  private void value() {
    int next = skip(skip(at, "\"'`\\"), " \t");
    int separator = skip(next, "=:");
    if (separator > next) {
      copyTo(skip(separator, "> \t\\"));
      if (startsWithBearer()) {
        copyTo(at + "bearer".length());
        credential();
      } else if (at < text.length()) {
        quotedOrPlain();
      }
    }
  }

  private void quotedOrPlain() {
    int kind = "\"'`{[".indexOf(text.charAt(at));
    if (kind < 0) {
      mask(endOf(at, c -> !endsValue(c)));
    } else {
      boolean escaped = text.charAt(at - 1) == '\\';
      copyTo(at + 1);
      mask(endOfQuoted("\"'`}]".charAt(kind), escaped));
    }
  }

  private int endOfQuoted(char closing, boolean escaped) {
    int end = at;
    while (end < text.length() && text.charAt(end) != closing && text.charAt(end) != '\n') {
      if (text.charAt(end) == '\\') {
        if (escaped) {
          return end;
        }
        end++;
      }
      end++;
    }
    return Math.min(end, text.length());
  }

  /** {@code Authorization: Basic dXNlcjpwYXNz}: the scheme stays, its credential goes. */
  private void authorization() {
    int next = skip(skip(at, "\"'`\\"), " \t");
    int separator = skip(next, "=:");
    if (separator == next) {
      return;
    }
    copyTo(skip(separator, "\"'`\\ \t"));
    if (startsWithBearer()) {
      return;
    }
    int end = endOf(at, SecretRedaction::isCredential);
    if (SCHEMES.contains(text.substring(at, end).toLowerCase(Locale.ROOT))) {
      copyTo(end);
      credential();
    } else {
      mask(end);
    }
  }

  private boolean startsWithBearer() {
    return text.regionMatches(true, at, "bearer ", 0, "bearer ".length());
  }

  private void credential() {
    int start = skip(at, " \t");
    if (start > at) {
      copyTo(start);
      mask(endOf(at, SecretRedaction::isCredential));
    }
  }

  private int skip(int from, String any) {
    return endOf(from, c -> any.indexOf(c) >= 0);
  }

  private int endOf(int from, IntPredicate belongs) {
    int end = from;
    while (end < text.length() && belongs.test(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void copyTo(int end) {
    int bounded = Math.min(end, text.length());
    out.append(text, at, bounded);
    at = bounded;
  }

  private void mask(int end) {
    if (end > at) {
      out.append(MASK);
      at = end;
    }
  }

  private static boolean isWord(int c) {
    return isLetterOrDigit(c) || c == '_' || c == '.' || c == '-';
  }

  private static boolean isCredential(int c) {
    return isWord(c) || "/+=~*".indexOf(c) >= 0;
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static boolean endsAuthority(int c) {
    return Character.isWhitespace(c) || "/?#\"'`<>()".indexOf(c) >= 0;
  }

  private static boolean endsValue(int c) {
    return Character.isWhitespace(c) || "&;,\"'`<>)]}".indexOf(c) >= 0;
  }
}
