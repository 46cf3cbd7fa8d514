package io.blinktwice.app.installation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.contract.EngineVersion;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the catalogue of releases usable: every engine that is no release yet becomes one, and
 * where the fleet has no stable version, the first engine becomes it.
 *
 * <p>It adds what is missing and changes nothing that is there: the catalogue belongs to people.
 */
final class FirstReleases {
  private static final Duration AT_MOST = Duration.ofSeconds(60);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final int NOT_FOUND = 404;

  private final InstallationPlan plan;
  private final LocalHttp http;
  private final ObjectMapper json = new ObjectMapper();

  FirstReleases(InstallationPlan plan, LocalHttp http) {
    this.plan = plan;
    this.http = http;
  }

  void register() throws IOException, InterruptedException, InstallationFailed {
    EngineVersion predecessor = null;
    for (EngineVersion version : plan.engines()) {
      if (call("GET", "/v1/releases/" + version, null).status() == NOT_FOUND) {
        require(call("PUT", "/v1/releases/" + version, release(version, predecessor)));
      }
      predecessor = version;
    }
    JsonNode rollouts = json.readTree(require(call("GET", "/v1/rollouts", null)).body());
    if (rollouts.path("stable").isNull()) {
      EngineVersion first = plan.engines().getFirst();
      ObjectNode why = json.createObjectNode().put("reason", "the first release of this fleet");
      require(call("POST", "/v1/rollouts/%s/promote".formatted(first), why));
    }
  }

  private JsonNode release(EngineVersion version, @Nullable EngineVersion predecessor) {
    ObjectNode release = json.createObjectNode().put("engine", version.value());
    return predecessor == null ? release : release.put("predecessor", predecessor.value());
  }

  /** A control plane that has just started may still be reading its topics. */
  private LocalHttp.Answer call(String method, String path, @Nullable JsonNode body)
      throws InterruptedException, InstallationFailed {
    URI address = plan.addresses().http().resolve(path);
    Instant deadline = Instant.now().plus(AT_MOST);
    String last = "nothing";
    while (Instant.now().isBefore(deadline)) {
      try {
        LocalHttp.Answer answer = http.send(method, address, body == null ? null : body.toString());
        if (answer.status() < 500) {
          return answer;
        }
        last = answer.toString();
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(PAUSE);
    }
    throw new InstallationFailed(
        "the control plane did not take its first releases: %s %s answered %s"
            .formatted(method, address, last));
  }

  private static LocalHttp.Answer require(LocalHttp.Answer answer) throws InstallationFailed {
    if (!answer.isOk()) {
      throw new InstallationFailed("the control plane refused its first releases: " + answer);
    }
    return answer;
  }
}
