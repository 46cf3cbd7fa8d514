package io.blinktwice.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.blinktwice.testkit.Golden;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The API's document says what the endpoints do. */
class ApiDocumentTest {
  private static ApiDocument document;

  @BeforeAll
  static void putTogether() throws Exception {
    document = ApiDocument.ofEverything();
  }

  @Test
  void theDocumentIsWrittenFromTheEndpoints() {
    Golden.inRepository("docs/openapi.yaml", document.yaml());
  }

  @Test
  void theReferenceIsWrittenFromTheDocument() {
    Golden.inRepository("docs/api.md", ApiReference.of(document.tree()));
  }

  @Test
  void everyOperationSaysWhatItIsAndWhatItsParametersAre() {
    for (JsonNode operation : operations()) {
      assertFalse(operation.path("summary").asText().isBlank(), operation.toString());
      for (JsonNode parameter : operation.path("parameters")) {
        assertFalse(
            parameter.path("description").asText(parameter.path("$ref").asText()).isBlank(),
            operation.toString());
      }
    }
  }

  @Test
  void everyOperationHasANameOfItsOwn() {
    List<String> names =
        operations().stream().map(operation -> operation.path("operationId").asText()).toList();
    assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
    assertEquals(List.of(), names.stream().filter(name -> name.contains("_")).toList());
  }

  @Test
  void whatIsReferredToIsThere() {
    Set<String> missing = new TreeSet<>();
    for (JsonNode reference : document.tree().findValues("$ref")) {
      if (document.tree().at(reference.asText().substring(1)).isMissingNode()) {
        missing.add(reference.asText());
      }
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void theServerGivesOutTheSame() throws Exception {
    ApiDocumentController given = new ApiDocumentController();
    assertEquals(document.yaml(), given.apiAsYaml());
    assertEquals(document.tree(), new JsonMapper().readTree(given.apiAsJson()));
  }

  private static List<JsonNode> operations() {
    List<JsonNode> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.tree().path("paths").properties()) {
      path.getValue().forEach(operations::add);
    }
    return operations;
  }
}
