package io.blinktwice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whatever stands in front of the roles sends each call to one that answers it. */
class FrontTest {
  /** Modules, and the role in whose processes their endpoints are. */
  private static final Map<String, String> ROLES =
      Map.of(
          "error-classifier", "classifier",
          "streams-pinning", "pinning",
          "streams-rollout-health", "rollout",
          "autoscaler", "autoscaler",
          // Every process has these; some of them need pinning's view.
          "app", "pinning");

  /** About one process, and so nobody's in front. */
  private static final List<String> OWN = List.of("/health", "/metrics", "/v1/instance");

  private static final Pattern LOCATION =
      Pattern.compile("location (\\S+) \\{ (?:proxy_pass http://(\\w+)|return 404);");

  @Test
  void nginxOfComposeKnowsWhoAnswers() throws IOException {
    Map<String, String> routes = new TreeMap<>();
    Matcher location =
        LOCATION.matcher(Files.readString(Yamls.DEPLOY.resolve("compose/nginx.conf")));
    while (location.find()) {
      routes.put(location.group(1), location.group(2) == null ? "nobody" : location.group(2));
    }
    OWN.forEach(path -> assertEquals("nobody", routes.get(path), path));
    assertRight(routes);
  }

  @Test
  void theChartsIngressKnowsWhoAnswers() throws IOException {
    Map<String, String> routes = new TreeMap<>();
    for (JsonNode document :
        Yamls.all(
            Files.readString(Yamls.DEPLOY.resolve("helm/examples/rendered/production.yaml")))) {
      if (document.path("kind").asText().equals("Ingress")) {
        for (JsonNode path : document.at("/spec/rules/0/http/paths")) {
          routes.put(
              path.path("path").asText(),
              path.at("/backend/service/name").asText().replace("blinktwice-", ""));
        }
      }
    }
    assertRight(routes);
  }

  private static void assertRight(Map<String, String> routes) throws IOException {
    assertTrue(routes.size() > 5, routes.toString());
    for (Map.Entry<String, String> module : ROLES.entrySet()) {
      for (String path : pathsOf(module.getKey())) {
        if (OWN.stream().noneMatch(path::startsWith)) {
          String concrete = path.replaceAll("\\{[^}]*}", "x");
          assertEquals(module.getValue(), route(routes, concrete), path);
        }
      }
    }
  }

  /** The longest that it begins with, as nginx and Ingress controllers choose. */
  private static String route(Map<String, String> routes, String path) {
    String longest = "";
    for (String prefix : routes.keySet()) {
      if (path.startsWith(prefix) && prefix.length() > longest.length()) {
        longest = prefix;
      }
    }
    return routes.getOrDefault(longest, "nobody");
  }

  private static List<String> pathsOf(String module) throws IOException {
    try (InputStream document =
        FrontTest.class.getResourceAsStream("/META-INF/swagger/" + module + ".yml")) {
      if (document == null) {
        throw new IllegalStateException(module + " says nothing of its endpoints");
      }
      List<String> paths =
          Yamls.one(new String(document.readAllBytes(), StandardCharsets.UTF_8))
              .path("paths")
              .properties()
              .stream()
              .map(Map.Entry::getKey)
              .toList();
      assertTrue(!paths.isEmpty(), module);
      return paths;
    }
  }
}
