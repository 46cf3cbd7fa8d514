package io.blinktwice.app.server;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The document that describes every endpoint here, in OpenAPI's form. */
@Controller
final class ApiDocumentController {
  private static final String RESOURCE = "/openapi.yaml";

  private final String yaml;
  private final String json;

  ApiDocumentController() throws IOException {
    try (InputStream document = ApiDocumentController.class.getResourceAsStream(RESOURCE)) {
      if (document == null) {
        throw new IllegalStateException("the build left out " + RESOURCE);
      }
      yaml = new String(document.readAllBytes(), StandardCharsets.UTF_8);
    }
    Object tree = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    json = new JsonMapper().writeValueAsString(tree);
  }

  /**
   * Describes this API, as YAML.
   *
   * @return an OpenAPI document
   */
  @Get("/openapi.yaml")
  @Needs(Right.VIEW)
  @Produces(MediaType.APPLICATION_YAML)
  String apiAsYaml() {
    return yaml;
  }

  /**
   * Describes this API, as JSON.
   *
   * @return an OpenAPI document
   */
  @Get("/openapi.json")
  @Needs(Right.VIEW)
  @Produces(MediaType.APPLICATION_JSON)
  String apiAsJson() {
    return json;
  }
}
