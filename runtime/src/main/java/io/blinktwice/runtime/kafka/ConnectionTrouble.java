package io.blinktwice.runtime.kafka;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathBuilderException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.jspecify.annotations.Nullable;

/**
 * What keeps us from a Kafka or a registry, for people: one sentence, and what to do.
 *
 * @param lasting whether no waiting cures it
 */
public record ConnectionTrouble(String sentence, String cure, boolean lasting) {
  private static final int DEEPEST_CAUSE = 20;
  private static final String TRUST =
      "trust its authority: ssl.truststore.location (and .password, .type)";

  /** Judges by the first cause that says something. */
  public static ConnectionTrouble of(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      ConnectionTrouble known = known(cause);
      if (known != null) {
        return known;
      }
      cause = cause.getCause();
    }
    return new ConnectionTrouble(words(failure), "see the logs", false);
  }

  private static @Nullable ConnectionTrouble known(Throwable cause) {
    return switch (cause) {
      case SaslAuthenticationException refused ->
          new ConnectionTrouble(
              "the user or the password was refused (" + words(refused) + ")",
              "correct sasl.jaas.config and sasl.mechanism",
              true);
      case SslAuthenticationException tls -> ofTls(tls);
      case SSLException tls -> ofTls(tls);
      case AuthorizationException forbidden ->
          new ConnectionTrouble(
              words(forbidden), "have the rights given, or take another user", true);
      case UnsupportedVersionException old ->
          new ConnectionTrouble(
              "the brokers are too old: " + words(old), "use Kafka 4.0 or newer", true);
      case ConfigException wrong ->
          new ConnectionTrouble(words(wrong), "correct the setting", true);
      case InvalidReplicationFactorException tooFew ->
          new ConnectionTrouble(
              words(tooFew), "lower blinktwice.replication, or add brokers", true);
      case UnknownHostException nowhere -> unknownHost(words(nowhere));
      case UnresolvedAddressException nowhere -> unknownHost("the address");
      case ConnectException closed ->
          new ConnectionTrouble("nothing listens there", "start it, or correct the address", false);
      case DisconnectException silent -> silent();
      case TimeoutException silent -> silent();
      default -> null;
    };
  }

  private static ConnectionTrouble unknownHost(String host) {
    return new ConnectionTrouble(host + " has no address", "correct the name of the host", false);
  }

  private static ConnectionTrouble silent() {
    return new ConnectionTrouble(
        "nobody there answers as Kafka does",
        "start it, or say how it is spoken to: security.protocol is PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
        false);
  }

  private static ConnectionTrouble ofTls(Throwable failure) {
    StringBuilder said = new StringBuilder();
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
      said.append(cause instanceof CertPathBuilderException ? "PKIX " : "")
          .append(cause.getMessage());
      cause = cause.getCause();
    }
    String words = said.toString().toLowerCase(Locale.ROOT);
    if (words.contains("pkix") || words.contains("trustanchors")) {
      return new ConnectionTrouble("its certificate is not trusted", TRUST, true);
    }
    if (words.contains("no name matching") || words.contains("subject alternative")) {
      return new ConnectionTrouble(
          "its certificate is for another host", "use the host that the certificate names", true);
    }
    if (words.contains("bad_certificate") || words.contains("certificate_required")) {
      return new ConnectionTrouble(
          "it wants a certificate of ours, or does not trust the one it was given",
          "set ssl.keystore.location (and .password, .type)",
          true);
    }
    return new ConnectionTrouble(
        "TLS fails: " + words(failure),
        "see whether it speaks TLS at this port, and security.protocol",
        true);
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
