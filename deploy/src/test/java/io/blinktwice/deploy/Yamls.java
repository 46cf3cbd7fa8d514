package io.blinktwice.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.testkit.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Files of {@code deploy/}, read. */
final class Yamls {
  static final Path DEPLOY = Golden.root().resolve("deploy");
  private static final ObjectMapper JSON = new ObjectMapper();

  private Yamls() {}

  static JsonNode one(Path file) throws IOException {
    return one(Files.readString(file));
  }

  static JsonNode one(String text) {
    return JSON.valueToTree(yaml().<Object>load(text));
  }

  /** The documents of one text; those with nothing in them left out. */
  static List<JsonNode> all(String text) {
    List<JsonNode> all = new ArrayList<>();
    for (Object document : yaml().loadAll(text)) {
      if (document != null) {
        all.add(JSON.valueToTree(document));
      }
    }
    return all;
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(500);
    options.setAllowDuplicateKeys(false);
    return new Yaml(new SafeConstructor(options));
  }
}
