package io.blinktwice.classifier.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.classifier.decision.Classifier;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OfflineClassifierTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void answersEachLineInOrder() throws IOException {
    List<JsonNode> answers =
        answers(
            question("1", "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012"),
            question("2", "java.io.IOException: No space left on device"),
            question("3", "something nobody has heard of"));
    assertEquals(List.of("1", "2", "3"), answers.stream().map(a -> a.path("id").asText()).toList());
    assertEquals("USER", answers.get(0).path("category").asText());
    assertTrue(answers.get(0).path("probability").asDouble() >= 0.8);
    assertEquals("INFRASTRUCTURE", answers.get(1).path("category").asText());
    for (JsonNode answer : answers) {
      assertEquals(answer.path("team").asText(), answer.path("teams").get(0).asText());
      assertEquals(3, answer.path("teams").size());
      assertFalse(answer.path("signature").asText().isEmpty());
      assertFalse(answer.path("reasons").isEmpty());
    }
  }

  @Test
  void abstainsWhereNothingIsSureEnoughAndGuesses() throws IOException {
    JsonNode answer = answers(question("3", "")).getFirst();
    assertTrue(answer.path("abstained").booleanValue(), answer::toString);
    assertTrue(answer.path("category").isTextual());
    assertTrue(answer.path("probability").asDouble() < Classifier.SURE_ENOUGH);
  }

  @Test
  void answersHaveExactlyThePromisedFields() throws IOException {
    List<String> names = new ArrayList<>();
    answers(question("3", "x")).getFirst().fieldNames().forEachRemaining(names::add);
    assertEquals(
        List.of(
            "id",
            "category",
            "probability",
            "oom",
            "team",
            "teams",
            "signature",
            "abstained",
            "reasons"),
        names);
  }

  @Test
  void anExitCodeBesideTheTextCounts() throws IOException {
    String lost = "{\"id\": 7, \"text\": \"executor went away\", \"exitCode\": -100}";
    JsonNode answer = answers(lost).getFirst();
    assertEquals(7, answer.path("id").asInt());
    assertEquals("INFRASTRUCTURE", answer.path("category").asText());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "   ",
        "nonsense",
        "[1]",
        "\"text\"",
        "null",
        "{\"id\": \"a\", \"text\": \"cut o",
        "{\"id\": \"a\", \"text\": \"x\"} and more",
        "{\"text\": \"no id\"}",
        "{\"id\": [1], \"text\": \"x\"}",
        "{\"id\": \"a\"}",
        "{\"id\": \"a\", \"text\": 3}",
        "{\"id\": \"a\", \"text\": \"x\", \"exitCode\": 1.5}",
        "{\"id\": \"a\", \"text\": \"x\", \"exitCode\": 99999999999}"
      })
  void aBadLineIsOneErrorAndTheNextIsAnswered(String bad) throws IOException {
    List<JsonNode> answers = answers(bad, question("after", "x"));
    assertEquals(2, answers.size());
    assertEquals(1, answers.getFirst().path("line").asInt());
    assertFalse(answers.getFirst().path("error").asText().isEmpty());
    assertEquals("after", answers.getLast().path("id").asText());
    assertTrue(answers.getLast().path("error").isMissingNode());
  }

  @Test
  void anErrorNamesTheIdWhereThereIsOne() throws IOException {
    assertEquals("a", answers("{\"id\": \"a\"}").getFirst().path("id").asText());
  }

  @Test
  void deepNestingIsAnError() throws IOException {
    List<JsonNode> answers = answers("[".repeat(100_000), question("after", "x"));
    assertTrue(answers.getFirst().has("error"));
    assertEquals("after", answers.getLast().path("id").asText());
  }

  @Test
  void textsOfTenMegabytesAreAnswered() throws IOException {
    String large = "x: " + "y".repeat(10 << 20);
    assertEquals("large", answers(question("large", large)).getFirst().path("id").asText());
  }

  @Test
  void aLineBeyondTheLimitIsAnErrorThatNamesIt() throws IOException {
    List<JsonNode> answers =
        answers("z".repeat(OfflineClassifier.LONGEST_LINE + 1), question("after", "x"));
    assertTrue(
        answers
            .getFirst()
            .path("error")
            .asText()
            .contains(String.valueOf(OfflineClassifier.LONGEST_LINE)));
    assertEquals("after", answers.getLast().path("id").asText());
  }

  @Test
  void strangeTextsAreAnswered() throws IOException {
    for (String strange :
        List.of(
            "", " \t ", "\u0000\u0001\u001b[31mred\u001b[0m", "错误：内存不足", "<html>&nbsp;</html>")) {
      JsonNode answer = answers(question("s", strange)).getFirst();
      assertTrue(answer.has("signature"), answer::toString);
    }
  }

  @Test
  void randomBytesGiveOneLineForEachLine() throws IOException {
    long seed = 20_260_101;
    Random random = new Random(seed);
    byte[] bytes = new byte[100_000];
    random.nextBytes(bytes);
    bytes[bytes.length - 1] = '\n';
    long lines = 0;
    for (byte b : bytes) {
      lines += b == '\n' ? 1 : 0;
    }
    assertEquals(lines, run(bytes).size(), "seed " + seed);
  }

  @Test
  void theLastLineNeedsNoEnd() throws IOException {
    assertEquals(1, run(question("1", "x").getBytes(StandardCharsets.UTF_8)).size());
    assertEquals(0, run(new byte[0]).size());
  }

  private static String question(String id, String text) {
    ObjectNode question = JSON.createObjectNode().put("id", id).put("text", text);
    return question.toString();
  }

  private static List<JsonNode> answers(String... lines) throws IOException {
    return run((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  private static List<JsonNode> run(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OfflineClassifier.run(
        new ByteArrayInputStream(input), new PrintStream(out, false, StandardCharsets.UTF_8));
    List<JsonNode> answers = new ArrayList<>();
    for (String line : out.toString(StandardCharsets.UTF_8).lines().toList()) {
      answers.add(JSON.readTree(line));
    }
    return answers;
  }
}
