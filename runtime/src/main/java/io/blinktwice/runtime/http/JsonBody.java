package io.blinktwice.runtime.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.http.HttpStatus;
import java.io.IOException;

/** A request's body as a tree, so that every wrong field gets its sentence. */
public final class JsonBody {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonBody() {}

  /** An object; one without fields where there is no body. */
  public static JsonNode object(byte[] body) {
    JsonNode tree = tree(body);
    if (!tree.isObject()) {
      throw malformed("the body is a JSON object");
    }
    return tree;
  }

  /** Whatever it is; an object without fields where there is no body. */
  public static JsonNode tree(byte[] body) {
    try {
      return body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException e) {
      throw malformed(e.getOriginalMessage());
    } catch (IOException e) {
      throw malformed("the body cannot be read");
    }
  }

  private static ProblemException malformed(String detail) {
    return new ProblemException(HttpStatus.BAD_REQUEST, detail);
  }
}
