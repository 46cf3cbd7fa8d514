package io.blinktwice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.app.Blinktwice;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * The chart's renders of three installations are kept beside it, so that most of it can be examined
 * without Helm; with Helm ({@code BLINKTWICE_HELM}, or on the path) they are made anew and
 * compared.
 */
class ChartTest {
  private static final Path CHART = Yamls.DEPLOY.resolve("helm/blinktwice");
  private static final Path EXAMPLES = Yamls.DEPLOY.resolve("helm/examples");
  private static final Path RENDERED = EXAMPLES.resolve("rendered");
  private static final List<String> INSTALLATIONS =
      List.of("small", "production", "scheduler-only");

  @Test
  void theRendersAreOfThisChart() throws Exception {
    assertEquals(
        Files.readString(RENDERED.resolve("rendered-from.txt")).strip(),
        hashOfTheChart(),
        "the chart or an example has changed: deploy/helm/render makes the renders anew");
  }

  @Test
  void helmRendersWhatIsKept() throws Exception {
    Optional<Path> helm = helm();
    Assumptions.assumeTrue(helm.isPresent(), "there is no helm on this machine");
    for (String installation : INSTALLATIONS) {
      Process render =
          new ProcessBuilder(
                  helm.orElseThrow().toString(),
                  "template",
                  "blinktwice",
                  CHART.toString(),
                  "--namespace",
                  "blinktwice",
                  "--kube-version",
                  "1.33.0",
                  "--values",
                  EXAMPLES.resolve(installation + ".yaml").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String rendered = new String(render.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertEquals(0, render.waitFor(), installation);
      assertEquals(kept(installation), rendered, installation);
    }
  }

  @Test
  void kubernetesTakesEveryResource() throws IOException {
    for (String installation : INSTALLATIONS) {
      Map<String, PublishedSchema> schemas = new TreeMap<>();
      Set<String> names = new TreeSet<>();
      for (JsonNode resource : resources(installation)) {
        String kind = resource.path("kind").asText();
        if (!schemas.containsKey(kind)) {
          schemas.put(kind, PublishedSchema.ofKubernetes(kind));
        }
        String name = kind + " " + resource.at("/metadata/name").asText();
        assertEquals(List.of(), schemas.get(kind).problems(resource), installation + ": " + name);
        assertTrue(names.add(name), name + " is there twice");
      }
      assertTrue(names.contains("StatefulSet blinktwice-pinning"), names.toString());
    }
  }

  @Test
  void aFieldThatKubernetesDoesNotKnowIsFound() throws IOException {
    JsonNode wrong = statefulSets("small").getFirst().deepCopy();
    ((ObjectNode) wrong.at("/spec/template/spec/containers/0")).put("readOnlyRoot", true);
    assertEquals(1, PublishedSchema.ofKubernetes("StatefulSet").problems(wrong).size());
  }

  @Test
  void nobodyRunsAsRootOrCanChangeWhatRuns() throws IOException {
    for (String installation : INSTALLATIONS) {
      for (JsonNode set : statefulSets(installation)) {
        String name = installation + ": " + set.at("/metadata/name").asText();
        JsonNode pod = set.at("/spec/template/spec");
        assertTrue(pod.at("/securityContext/runAsNonRoot").asBoolean(), name);
        assertFalse(pod.at("/automountServiceAccountToken").asBoolean(true), name);
        for (JsonNode container : pod.path("containers")) {
          JsonNode context = container.path("securityContext");
          assertTrue(context.path("readOnlyRootFilesystem").asBoolean(), name);
          assertFalse(context.path("allowPrivilegeEscalation").asBoolean(true), name);
          assertEquals("ALL", context.at("/capabilities/drop/0").asText(), name);
          assertTrue(container.at("/resources/limits").has("memory"), name);
          assertTrue(container.has("livenessProbe"), name);
        }
      }
    }
  }

  @Test
  void instancesComeBackUnderTheirNamesOneAfterTheOther() throws IOException {
    for (JsonNode set : statefulSets("production")) {
      String name = set.at("/metadata/name").asText();
      assertEquals("RollingUpdate", set.at("/spec/updateStrategy/type").asText(), name);
      assertTrue(set.at("/spec/updateStrategy/rollingUpdate").isMissingNode(), name);
      if (!name.equals("blinktwice-pool")) {
        JsonNode instance = set.at("/spec/template/spec/containers/0/env/0");
        assertEquals("BLINKTWICE_INSTANCE", instance.path("name").asText());
        assertEquals("metadata.name", instance.at("/valueFrom/fieldRef/fieldPath").asText());
        assertEquals("state", set.at("/spec/volumeClaimTemplates/0/metadata/name").asText());
        JsonNode stop = set.at("/spec/template/spec/containers/0/lifecycle/preStop/exec/command");
        assertTrue(stop.toString().contains("/health/scale-safe"), name);
        // Longer than it may wait there.
        assertEquals(360, set.at("/spec/template/spec/terminationGracePeriodSeconds").asInt());
      }
      assertTrue(
          resources("production").stream()
              .anyMatch(
                  resource ->
                      resource.path("kind").asText().equals("PodDisruptionBudget")
                          && resource
                              .at("/spec/selector/matchLabels")
                              .equals(set.at("/spec/selector/matchLabels"))
                          && resource.at("/spec/maxUnavailable").asInt() == 1),
          name);
    }
  }

  @Test
  void sparkServersAreReachedByGatewaysOnly() throws IOException {
    JsonNode policy =
        resources("production").stream()
            .filter(one -> one.path("kind").asText().equals("NetworkPolicy"))
            .filter(one -> one.at("/metadata/name").asText().equals("blinktwice-pool"))
            .findFirst()
            .orElseThrow();
    JsonNode open = policy.at("/spec/ingress/0");
    assertEquals(
        "router", open.at("/from/0/podSelector/matchLabels/app.kubernetes.io~1component").asText());
    assertEquals(1, open.path("from").size());
    assertEquals(15083, policy.at("/spec/ingress/1/ports/0/port").asInt());
    assertEquals(2, policy.at("/spec/ingress").size());
  }

  @Test
  void theProgramTakesItsArgumentsAndSettings() throws IOException {
    for (String installation : INSTALLATIONS) {
      for (JsonNode set : statefulSets(installation)) {
        List<String> arguments = new ArrayList<>();
        set.at("/spec/template/spec/containers/0/args")
            .forEach(word -> arguments.add(word.asText()));
        Blinktwice.commandLine().parseArgs(arguments.toArray(String[]::new));
      }
      JsonNode settings =
          Yamls.one(
              resources(installation).stream()
                  .filter(one -> one.path("kind").asText().equals("ConfigMap"))
                  .findFirst()
                  .orElseThrow()
                  .at("/data/blinktwice.yml")
                  .asText());
      assertEquals("0.0.0.0", settings.at("/micronaut/server/host").asText());
      assertEquals(
          installation.equals("production") ? 3 : 2,
          settings.at("/blinktwice/streams/instances").asInt());
    }
  }

  @Test
  void examplesAreGoodValuesAndMistakesAreNot() throws IOException {
    PublishedSchema values = PublishedSchema.ofValues(CHART.resolve("values.schema.json"));
    for (String installation : INSTALLATIONS) {
      assertEquals(
          List.of(),
          values.problems(Yamls.one(EXAMPLES.resolve(installation + ".yaml"))),
          installation);
    }
    String good = Files.readString(EXAMPLES.resolve("small.yaml"));
    for (String wrong :
        List.of(
            good + "\nrouls: {}",
            good + "\nroles: {pinning: {replicas: many}}",
            good + "\ningress: {enabled: true}",
            good + "\noidc: {issuer: https://x}",
            good.replace("blinktwice-access", "\"\""),
            good.replace("global:", "globals:"))) {
      assertFalse(values.problems(Yamls.one(wrong)).isEmpty(), wrong);
    }
  }

  private static List<JsonNode> statefulSets(String installation) throws IOException {
    return resources(installation).stream()
        .filter(one -> one.path("kind").asText().equals("StatefulSet"))
        .toList();
  }

  private static List<JsonNode> resources(String installation) throws IOException {
    return Yamls.all(kept(installation));
  }

  private static String kept(String installation) throws IOException {
    return Files.readString(RENDERED.resolve(installation + ".yaml"));
  }

  /** As {@code deploy/helm/render} computes it. */
  private static String hashOfTheChart() throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    Path root = Yamls.DEPLOY.resolve("helm");
    List<Path> files = new ArrayList<>();
    for (Path folder : List.of(CHART, EXAMPLES)) {
      try (Stream<Path> found = Files.walk(folder)) {
        found
            .filter(Files::isRegularFile)
            .filter(file -> !file.startsWith(RENDERED))
            .forEach(files::add);
      }
    }
    files.stream()
        .map(file -> root.relativize(file).toString())
        .sorted()
        .forEach(
            name -> {
              try {
                digest.update((name + "\0").getBytes(StandardCharsets.UTF_8));
                digest.update(Files.readAllBytes(root.resolve(name)));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    return HexFormat.of().formatHex(digest.digest());
  }

  private static Optional<Path> helm() {
    String named = System.getenv("BLINKTWICE_HELM");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named));
    }
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, "helm"))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
