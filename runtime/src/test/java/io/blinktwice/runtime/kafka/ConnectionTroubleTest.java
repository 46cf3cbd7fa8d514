package io.blinktwice.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.security.cert.CertificateException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConnectionTroubleTest {
  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new SaslAuthenticationException("no"), "password was refused", true),
        Arguments.of(
            new SslAuthenticationException(
                "failed", new SSLHandshakeException("PKIX path building failed")),
            "not trusted",
            true),
        Arguments.of(
            new SslAuthenticationException(
                "failed", new CertificateException("No name matching localhost found")),
            "another host",
            true),
        Arguments.of(
            new SSLHandshakeException("Received fatal alert: certificate_required"),
            "a certificate of ours",
            true),
        Arguments.of(new TopicAuthorizationException("no right"), "no right", true),
        Arguments.of(new UnsupportedVersionException("old"), "too old", true),
        Arguments.of(new ConnectException("refused"), "nothing listens", false),
        Arguments.of(new TimeoutException("late"), "nobody there answers", false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void isNamedWithACure(Exception failure, String part, boolean lasting) {
    ConnectionTrouble trouble = ConnectionTrouble.of(new ExecutionException(failure));
    assertTrue(trouble.sentence().contains(part), trouble.sentence());
    assertFalse(trouble.cure().isBlank());
    assertEquals(lasting, trouble.lasting());
  }
}
