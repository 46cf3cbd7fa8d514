package io.blinktwice.classifier.offline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Comparison;
import io.blinktwice.classifier.decision.Failure;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import org.jspecify.annotations.Nullable;

/**
 * One line of JSON about a failure, answered by one line: what the failure was, or what is wrong
 * with the line.
 */
final class ClassifiedLine {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private ClassifiedLine() {}

  /** A line is no question that can be answered; the message says why, without its text. */
  private static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message);
    }
  }

  static String answer(String line, long number) {
    JsonNode id = null;
    try {
      JsonNode question = parsed(line);
      JsonNode named = question.path("id");
      if (!named.isTextual() && !named.isNumber()) {
        throw new Unusable("'id' is missing or neither a string nor a number");
      }
      id = named;
      return answer(id, BuiltIn.classifier().classify(failure(question), comparison(question)))
          .toString();
    } catch (Unusable e) {
      return error(id, number, String.valueOf(e.getMessage()));
    }
  }

  static String error(@Nullable JsonNode id, long number, String sentence) {
    return JSON.createObjectNode()
        .<ObjectNode>set("id", id)
        .put("line", number)
        .put("error", sentence)
        .toString();
  }

  private static JsonNode parsed(String line) throws Unusable {
    if (line.isBlank()) {
      throw new Unusable("the line is empty");
    }
    try {
      JsonNode question = JSON.readTree(line);
      if (!question.isObject()) {
        throw new Unusable("the line is no JSON object");
      }
      return question;
    } catch (JsonProcessingException e) {
      throw new Unusable("the line is not JSON: " + where(e));
    }
  }

  /** Without the source that Jackson quotes: texts may be secret. */
  private static String where(JsonProcessingException e) {
    return e.getLocation() == null
        ? "it cannot be read"
        : "it cannot be read on from column " + e.getLocation().getColumnNr();
  }

  /** What is no version of a form that we know is no comparison. */
  private static Comparison comparison(JsonNode question) throws Unusable {
    JsonNode succeeded = question.path("previousSucceeded");
    if (!succeeded.isBoolean() && !succeeded.isMissingNode() && !succeeded.isNull()) {
      throw new Unusable("'previousSucceeded' is neither true nor false");
    }
    return new Comparison(
        version(question.path("engineVersion")),
        version(question.path("previousVersion")),
        succeeded.isBoolean() ? succeeded.booleanValue() : null);
  }

  private static @Nullable EngineVersion version(JsonNode named) {
    try {
      return named.isTextual() ? new EngineVersion(named.textValue()) : null;
    } catch (InvalidIdentifier unknownForm) {
      return null;
    }
  }

  private static Failure failure(JsonNode question) throws Unusable {
    JsonNode text = question.path("text");
    if (!text.isTextual()) {
      throw new Unusable("'text' is missing or no string");
    }
    Failure failure = Failure.ofText(text.textValue());
    JsonNode code = question.path("exitCode");
    if (code.isMissingNode() || code.isNull()) {
      return failure;
    }
    if (!code.canConvertToInt() || !code.isIntegralNumber()) {
      throw new Unusable("'exitCode' is no whole number");
    }
    return failure.withExitCode(code.intValue());
  }

  private static ObjectNode answer(JsonNode id, Classification judged) {
    ObjectNode answer = JSON.createObjectNode().set("id", id);
    answer.put("category", judged.odds().likeliest().name());
    answer.put("probability", judged.odds().likelihood());
    answer.put("oom", judged.memoryRanOut());
    answer.put("team", judged.teams().isEmpty() ? null : judged.teams().getFirst().name());
    ArrayNode teams = answer.putArray("teams");
    judged.teams().forEach(each -> teams.add(each.name()));
    answer.put("signature", judged.signature()).put("abstained", judged.abstained());
    ArrayNode reasons = answer.putArray("reasons");
    judged.reasons().forEach(reason -> reasons.add(reason.rule() + ": " + reason.sentence()));
    return answer;
  }
}
