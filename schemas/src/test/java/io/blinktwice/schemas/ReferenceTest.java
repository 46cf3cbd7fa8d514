package io.blinktwice.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The generated references say what the code says. */
class ReferenceTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void thePageOfTopicsIsUpToDate() throws IOException {
    matches("topics.md", TopicsPage.text());
  }

  @Test
  void theAsyncApiDocumentIsUpToDate() throws IOException {
    for (Topic<?> topic : Topics.ALL) {
      Accepted.newestIs(topic);
    }
    matches("asyncapi.yaml", AsyncApi.document());
  }

  private static void matches(String file, String generated) throws IOException {
    if (Accepted.accepting()) {
      Files.writeString(DOCS.resolve(file), generated);
    }
    assertEquals(
        Files.readString(DOCS.resolve(file)),
        generated,
        "docs/" + file + " has drifted; write it with -Dgolden.accept=true");
  }
}
