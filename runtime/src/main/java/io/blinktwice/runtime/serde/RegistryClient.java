package io.blinktwice.runtime.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * Calls of a registry's Confluent-compatible API, with the credentials and certificates of the
 * serde settings. One try each: whoever asks knows how patient to be.
 */
public final class RegistryClient {
  private static final String JSON = "application/vnd.schemaregistry.v1+json";
  private static final String ANY_JSON = JSON + ", application/json";
  private static final Duration PER_CALL = Duration.ofSeconds(5);

  private final RegistrySettings settings;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();

  /** What the registry said, whatever it was. */
  public record Answer(int status, JsonNode body) {
    public boolean isOk() {
      return status / 100 == 2;
    }

    /** A field's text; empty when there is no such field. */
    public String text(String field) {
      return body.path(field).asText("");
    }
  }

  RegistryClient(RegistrySettings settings) {
    this.settings = settings;
    HttpClient.Builder builder = HttpClient.newBuilder().connectTimeout(PER_CALL);
    if (!settings.tls().isEmpty()) {
      builder.sslContext(sslContext(settings.tls()));
    }
    this.http = builder.build();
  }

  public static RegistryClient of(Map<String, ?> settings) {
    return new RegistryClient(RegistrySettings.of(settings));
  }

  public Answer get(String path) throws IOException, InterruptedException {
    return send("GET", path, null);
  }

  /** Sends fields as JSON; tries each address of the registry until one answers. */
  public Answer send(String method, String path, @Nullable Map<String, ?> fields)
      throws IOException, InterruptedException {
    IOException last = new IOException("no address was given");
    for (String url : settings.urls()) {
      try {
        return sendTo(url, method, path, fields);
      } catch (IOException e) {
        last = e;
      }
    }
    throw last;
  }

  private Answer sendTo(String url, String method, String path, @Nullable Map<String, ?> fields)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path).normalize())
            .timeout(PER_CALL)
            .header("Accept", ANY_JSON)
            .method(
                method,
                fields == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(json.writeValueAsString(fields)));
    if (fields != null) {
      request.header("Content-Type", JSON);
    }
    if (!settings.authorization().isEmpty()) {
      request.header("Authorization", settings.authorization());
    }
    HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
    return new Answer(answer.statusCode(), parsed(answer.body()).orElse(MissingNode.getInstance()));
  }

  /** Proxies answer in HTML. */
  private Optional<JsonNode> parsed(String body) {
    try {
      return Optional.ofNullable(json.readTree(body));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** By Kafka's own code: it reads JKS, PKCS12 and PEM alike, and its users know the settings. */
  private static javax.net.ssl.SSLContext sslContext(Map<String, String> tls) {
    Map<String, Object> typed = new HashMap<>();
    typed.put("ssl.protocol", "TLSv1.3");
    typed.put("ssl.keymanager.algorithm", javax.net.ssl.KeyManagerFactory.getDefaultAlgorithm());
    typed.put(
        "ssl.trustmanager.algorithm", javax.net.ssl.TrustManagerFactory.getDefaultAlgorithm());
    typed.put("ssl.truststore.type", "JKS");
    typed.put("ssl.keystore.type", "JKS");
    tls.forEach((key, value) -> typed.put(key, isSecret(key) ? new Password(value) : value));
    try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
      factory.configure(typed);
      return factory.sslContext();
    }
  }

  private static boolean isSecret(String key) {
    return key.endsWith(".password")
        || key.equals("ssl.keystore.key")
        || key.equals("ssl.keystore.certificate.chain")
        || key.equals("ssl.truststore.certificates");
  }

  @Override
  public String toString() {
    return settings.toString();
  }
}
