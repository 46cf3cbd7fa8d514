package io.blinktwice.app.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.runtime.access.Right;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * Puts the API's document together: what the compiler wrote down of each module's endpoints, the
 * rights that the server itself will ask for, and what all endpoints have in common.
 */
final class ApiDocument {
  private static final List<String> MODULES =
      List.of(
          "runtime",
          "error-classifier",
          "streams-rollout-health",
          "streams-pinning",
          "autoscaler",
          "app");
  private static final JsonMapper JSON = new JsonMapper();

  private final ObjectNode document;

  private ApiDocument(ObjectNode document) {
    this.document = document;
  }

  static ApiDocument ofEverything() throws IOException {
    ApiDocument whole = new ApiDocument(read("openapi-base.yaml"));
    for (String module : MODULES) {
      whole.add(read("META-INF/swagger/" + module + ".yml"));
    }
    Endpoint.all().stream().filter(endpoint -> !endpoint.page()).forEach(whole::protect);
    whole.sayTypesOfWhatMayBeNull();
    return whole;
  }

  /**
   * The compiler leaves out that a reference which may be null is to an object; linters want it.
   */
  private void sayTypesOfWhatMayBeNull() {
    for (JsonNode parent : document.findParents("nullable")) {
      if (parent instanceof ObjectNode schema && schema.has("allOf") && !schema.has("type")) {
        schema.put("type", "object");
      }
    }
  }

  private static ObjectNode read(String resource) throws IOException {
    // The compiler writes one down for tests, too.
    List<URL> found =
        Collections.list(ApiDocument.class.getClassLoader().getResources(resource)).stream()
            .filter(url -> resource.endsWith(".yaml") || !url.getPath().contains("/test-classes/"))
            .toList();
    if (found.size() != 1) {
      throw new IllegalStateException(resource + " is there " + found.size() + " times");
    }
    try (InputStream content = URI.create(found.getFirst().toString()).toURL().openStream()) {
      Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(content);
      return JSON.valueToTree(tree);
    }
  }

  private void add(ObjectNode part) {
    addAll("/paths", part.path("paths"));
    addAll("/components/schemas", part.path("components").path("schemas"));
  }

  private void addAll(String where, JsonNode entries) {
    ObjectNode target = (ObjectNode) document.at(where);
    for (Map.Entry<String, JsonNode> entry : entries.properties()) {
      JsonNode before = target.get(entry.getKey());
      if (before == null) {
        target.set(entry.getKey(), entry.getValue());
      } else if (before instanceof ObjectNode both && where.equals("/paths")) {
        both.setAll((ObjectNode) entry.getValue());
      } else if (!before.equals(entry.getValue())) {
        throw new IllegalStateException(entry.getKey() + " is described twice, and differently");
      }
    }
  }

  private void protect(Endpoint endpoint) {
    JsonNode found =
        document
            .path("paths")
            .path(endpoint.path())
            .path(endpoint.method().toLowerCase(Locale.ROOT));
    if (!(found instanceof ObjectNode operation)) {
      throw new IllegalStateException("nothing describes " + endpoint);
    }
    Right needs = endpoint.needs().orElseThrow();
    operation.put("x-needs", needs.word() + (endpoint.platform() ? ", platform" : ""));
    ObjectNode responses = operation.withObjectProperty("responses");
    if (needs == Right.NONE) {
      operation.putArray("security");
    } else {
      operation.putArray("security").addObject().putArray("bearer");
      refer(operation.withArrayProperty("parameters").addObject(), "parameters", "Workspace");
      refer(responses.putObject("401"), "responses", "NotSignedIn");
      refer(responses.putObject("403"), "responses", "NotAllowed");
      refer(responses.putObject("429"), "responses", "TooManyFailures");
    }
    if (endpoint.changes()) {
      refer(operation.withArrayProperty("parameters").addObject(), "parameters", "Actor");
    }
    refer(responses.putObject("default"), "responses", "Problem");
  }

  private static void refer(ObjectNode node, String kind, String name) {
    node.put("$ref", "#/components/" + kind + "/" + name);
  }

  /** Paths in the order of their names, so that the text depends on nothing else. */
  ObjectNode tree() {
    ObjectNode sorted = document.deepCopy();
    for (String where : List.of("/paths", "/components/schemas")) {
      ObjectNode entries = (ObjectNode) sorted.at(where);
      Map<String, JsonNode> byName = new TreeMap<>();
      entries.properties().forEach(entry -> byName.put(entry.getKey(), entry.getValue()));
      entries.removeAll();
      entries.setAll(byName);
    }
    return sorted;
  }

  String yaml() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setIndent(2);
    return new Yaml(options).dump(JSON.convertValue(tree(), Map.class));
  }
}
