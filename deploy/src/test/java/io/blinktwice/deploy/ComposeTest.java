package io.blinktwice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.app.Blinktwice;
import io.blinktwice.app.server.Role;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The compose installation is what it says: valid, whole, and in the program's own words. */
class ComposeTest {
  private static final Path FOLDER = Yamls.DEPLOY.resolve("compose");
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+)}");
  private static final Pattern SETTING = Pattern.compile("(?m)^\\| `(blinktwice[^`]*)` ");

  private static Map<String, String> chosen;
  private static Set<String> asked;
  private static JsonNode compose;

  @BeforeAll
  static void read() throws IOException {
    chosen = new LinkedHashMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve(".env"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] pair = line.split("=", 2);
        chosen.put(pair[0], pair[1]);
      }
    }
    asked = new TreeSet<>();
    compose = Yamls.one(filledIn(Files.readString(FOLDER.resolve("compose.yaml"))));
  }

  private static String filledIn(String text) {
    Matcher variable = VARIABLE.matcher(text);
    return variable.replaceAll(
        found -> {
          asked.add(found.group(1));
          return Matcher.quoteReplacement(chosen.getOrDefault(found.group(1), ""));
        });
  }

  @Test
  void itIsValidAndOneFileSaysWhatIsChosen() throws IOException {
    assertEquals(List.of(), PublishedSchema.ofCompose().problems(compose));
    assertEquals(new TreeSet<>(chosen.keySet()), asked);
  }

  @Test
  void aMistakeIsFound() throws IOException {
    JsonNode wrong = Yamls.one("services: {one: {image: x, restrat: always}}");
    assertEquals(1, PublishedSchema.ofCompose().problems(wrong).size());
  }

  @Test
  void thereAreTwoOfEachRoleThreeBrokersAndTwoPools() {
    for (Role role : Role.values()) {
      for (int number = 1; number <= 2; number++) {
        String name = role.word() + "-" + number;
        JsonNode service = service(name);
        assertTrue(words(service.path("command")).contains("--roles=" + role.word()), name);
        JsonNode environment = service.path("environment");
        assertEquals(name, environment.path("BLINKTWICE_INSTANCE").asText());
        assertEquals(name + ":15080", environment.path("BLINKTWICE_ADVERTISED").asText());
        assertTrue(words(service.path("volumes")).contains(name + ":/var/lib/blinktwice"), name);
      }
    }
    for (int number = 1; number <= 3; number++) {
      assertEquals(
          number, service("kafka-" + number).path("environment").path("KAFKA_NODE_ID").asInt());
    }
    for (int number = 1; number <= 2; number++) {
      List<String> command = words(service("pool-" + number).path("command"));
      assertTrue(command.contains("--name=pool-" + number));
      assertTrue(command.contains("--advertised=pool-" + number));
    }
  }

  @Test
  void whatIsOursIsShutIn() {
    int ours = 0;
    for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
      JsonNode of = service.getValue();
      if (of.path("image").asText().startsWith("blinktwice")) {
        ours++;
        assertTrue(of.path("read_only").asBoolean(), service.getKey());
        assertEquals(List.of("ALL"), words(of.path("cap_drop")), service.getKey());
        assertEquals(
            List.of("no-new-privileges:true"), words(of.path("security_opt")), service.getKey());
        assertTrue(of.path("ports").isMissingNode(), service.getKey());
      }
      words(of.path("ports"))
          .forEach(port -> assertTrue(port.startsWith("127.0.0.1:"), service.getKey()));
    }
    assertEquals(2 * Role.values().length + 3, ours);
  }

  @Test
  void everythingThatIsNamedIsThere() {
    Set<String> services = names(compose.path("services"));
    Set<String> volumes = new HashSet<>();
    Set<String> configs = new HashSet<>();
    for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
      JsonNode of = service.getValue();
      JsonNode others = of.path("depends_on");
      Set<String> needed = others.isObject() ? names(others) : Set.copyOf(words(others));
      assertTrue(services.containsAll(needed), service.getKey() + " needs " + needed);
      words(of.path("volumes")).forEach(volume -> volumes.add(volume.split(":")[0]));
      of.path("configs").forEach(config -> configs.add(config.path("source").asText()));
    }
    volumes.removeIf(volume -> volume.startsWith("."));
    assertEquals(names(compose.path("volumes")), volumes);
    assertEquals(names(compose.path("configs")), configs);
    for (JsonNode config : compose.path("configs")) {
      Path file = FOLDER.resolve(config.path("file").asText()).normalize();
      assertTrue(Files.isRegularFile(file), file.toString());
    }
  }

  @Test
  void theProgramTakesEveryCommand() {
    for (JsonNode service : compose.path("services")) {
      if (service.path("image").asText().startsWith("blinktwice") && service.has("command")) {
        Blinktwice.commandLine().parseArgs(words(service.path("command")).toArray(String[]::new));
      }
    }
  }

  @Test
  void everySettingIsOne() throws IOException {
    Set<String> known = new HashSet<>();
    Matcher setting =
        SETTING.matcher(Files.readString(Golden.root().resolve("docs/configuration.md")));
    while (setting.find()) {
      known.add(setting.group(1));
    }
    List<String> given = new ArrayList<>();
    flatten("blinktwice", Yamls.one(FOLDER.resolve("blinktwice.yml")).path("blinktwice"), given);
    assertTrue(given.size() > 8, given.toString());
    given.forEach(key -> assertTrue(known.contains(key), key));
    Set<String> variables = new TreeSet<>();
    known.forEach(
        key -> variables.add(key.toUpperCase(java.util.Locale.ROOT).replaceAll("[.-]", "_")));
    for (JsonNode service : compose.path("services")) {
      for (String name : names(service.path("environment"))) {
        assertTrue(!name.startsWith("BLINKTWICE_") || variables.contains(name), name);
      }
    }
  }

  @Test
  void prometheusReadsEveryProcess() throws IOException {
    Set<String> read = new TreeSet<>();
    Yamls.one(FOLDER.resolve("prometheus.yml"))
        .path("scrape_configs")
        .forEach(
            job ->
                job.path("static_configs")
                    .forEach(some -> read.addAll(words(some.path("targets")))));
    Set<String> running = new TreeSet<>();
    for (Role role : Role.values()) {
      running.add(role.word() + "-1:15080");
      running.add(role.word() + "-2:15080");
    }
    running.addAll(Set.of("pool-1:15083", "pool-2:15083"));
    assertEquals(running, read);
  }

  private static void flatten(String prefix, JsonNode node, List<String> into) {
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String key = prefix + "." + field.getKey();
      if (field.getValue().isObject()) {
        flatten(key, field.getValue(), into);
      } else {
        into.add(key);
      }
    }
  }

  private static JsonNode service(String name) {
    JsonNode service = compose.path("services").path(name);
    assertTrue(service.isObject(), name);
    return service;
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new TreeSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static List<String> words(JsonNode list) {
    List<String> words = new ArrayList<>();
    list.forEach(word -> words.add(word.asText()));
    return words;
  }
}
