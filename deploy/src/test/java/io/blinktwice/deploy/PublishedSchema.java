package io.blinktwice.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A JSON Schema, and what it says of documents. */
final class PublishedSchema {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Schema schema;

  private PublishedSchema(JsonNode schema, SpecificationVersion version) {
    this.schema =
        SchemaRegistry.withDefaultDialect(version)
            .getSchema(SchemaLocation.of("urn:blinktwice:published"), schema);
  }

  /** Of Kubernetes: one kind of its resources. */
  static PublishedSchema ofKubernetes(String kind) throws IOException {
    JsonNode all = read(Path.of("src/test/resources/schemas/kubernetes-1.33.json"));
    if (!all.path("$defs").has(kind)) {
      throw new IllegalArgumentException("no schema of " + kind + " is kept here");
    }
    JsonNode one =
        JSON.createObjectNode().put("$ref", "#/$defs/" + kind).set("$defs", all.path("$defs"));
    return new PublishedSchema(one, SpecificationVersion.DRAFT_2020_12);
  }

  static PublishedSchema ofCompose() throws IOException {
    return new PublishedSchema(
        read(Path.of("src/test/resources/schemas/compose-spec.json")),
        SpecificationVersion.DRAFT_7);
  }

  /** Of the chart's values. */
  static PublishedSchema ofValues(Path file) throws IOException {
    return new PublishedSchema(read(file), SpecificationVersion.DRAFT_7);
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(Files.readAllBytes(file));
  }

  /** Why the document does not fit; empty if it does. */
  List<String> problems(JsonNode document) {
    return schema.validate(document).stream().map(Error::toString).toList();
  }
}
