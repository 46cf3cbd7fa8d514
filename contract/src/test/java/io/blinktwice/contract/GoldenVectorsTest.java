package io.blinktwice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The hashes were computed by a second implementation (Python's hashlib), not by this code; what is
 * taken out of texts is what the clients take out, too.
 */
class GoldenVectorsTest {
  @Test
  void fingerprintsAreTheOnesEveryLanguageComputes() throws IOException {
    JsonNode vectors = vectors("fingerprints.json");
    for (JsonNode vector : vectors) {
      Fingerprint computed =
          Fingerprint.ofExplicitId(
              new WorkspaceId(vector.get("workspace").textValue()),
              new WorkloadId(vector.get("workload").textValue()));
      assertEquals(vector.get("fingerprint").textValue(), computed.value());
    }
    assertTrue(vectors.size() >= 9, "vectors went missing");
  }

  @Test
  void fingerprintsOfJobsAndPlansAreTheOnesEveryLanguageComputes() throws IOException {
    JsonNode vectors = vectors("job-fingerprints.json");
    for (JsonNode vector : vectors) {
      WorkspaceId workspace = new WorkspaceId(vector.get("workspace").textValue());
      assertEquals(
          vector.get("fingerprint").textValue(),
          Fingerprint.of(workspace, identity(vector)).value(),
          vector.toString());
    }
    assertTrue(vectors.size() >= 9, "vectors went missing");
  }

  @Test
  void shapesOfPlansAreTheOnesEveryLanguageComputes() throws IOException {
    JsonNode vectors = vectors("plan-shapes.json");
    for (JsonNode vector : vectors) {
      List<String> words = new ArrayList<>();
      vector.get("words").forEach(word -> words.add(word.textValue()));
      assertEquals(
          vector.get("planShape").textValue(),
          WorkloadIdentity.PlanShape.of(
                  vector.get("user").textValue(), vector.get("client").textValue(), words)
              .hash(),
          vector.toString());
    }
    assertTrue(vectors.size() >= 5, "vectors went missing");
  }

  private static WorkloadIdentity identity(JsonNode vector) {
    if (vector.has("planShape")) {
      return new WorkloadIdentity.PlanShape(vector.get("planShape").textValue());
    }
    List<String> names = new ArrayList<>();
    vector.get("parameterNames").forEach(name -> names.add(name.textValue()));
    return new WorkloadIdentity.Job(
        vector.get("job").textValue(),
        vector.get("entryPoint").textValue(),
        vector.get("task").textValue(),
        names);
  }

  @Test
  void waveHashesAreTheOnesEveryLanguageComputes() throws IOException {
    JsonNode vectors = vectors("wave-hashes.json");
    for (JsonNode vector : vectors) {
      double computed =
          WaveHash.of(
              new Fingerprint(vector.get("fingerprint").textValue()),
              new EngineVersion(vector.get("release").textValue()));
      assertEquals(Double.parseDouble(vector.get("wave").textValue()), computed);
    }
    assertTrue(vectors.size() >= 10, "vectors went missing");
  }

  @Test
  void secretsAreTakenOutAsEveryLanguageTakesThemOut() throws IOException {
    JsonNode vectors = vectors("redactions.json");
    for (JsonNode vector : vectors) {
      String text = vector.get("text").textValue();
      assertEquals(vector.get("redacted").textValue(), SecretRedaction.redact(text), text);
    }
    assertTrue(vectors.size() >= 40, "vectors went missing");
  }

  private static JsonNode vectors(String file) throws IOException {
    try (InputStream in = Fingerprint.class.getResourceAsStream("golden/" + file)) {
      assertNotNull(in, file);
      return new ObjectMapper().readTree(in);
    }
  }
}
