package io.blinktwice.classifier.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * JSON lines under Jazzer, as {@link OfflineClassifier} reads them: tried and searched as texts.
 */
class OfflineFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @DictionaryEntries({
    "{\\x22id\\x22:1,\\x22text\\x22:\\x22",
    "\\x22exitCode\\x22:",
    "\\x22engineVersion\\x22:\\x224.2.0\\x22",
    "\\x22previousVersion\\x22:\\x223.5.7\\x22",
    "\\x22previousSucceeded\\x22:true",
    "\\x0a"
  })
  @FuzzTest(maxDuration = "5m")
  void answersEveryLine(byte[] input) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    OfflineClassifier.run(
        new ByteArrayInputStream(input), new PrintStream(out, true, StandardCharsets.UTF_8));

    List<String> answers = out.toString(StandardCharsets.UTF_8).lines().toList();
    assertEquals(lines(input), answers.size());
    for (String answer : answers) {
      assertTrue(JSON.readTree(answer).isObject(), answer);
    }
  }

  private static int lines(byte[] input) {
    int lines = 0;
    for (byte each : input) {
      lines += each == '\n' ? 1 : 0;
    }
    return input.length > 0 && input[input.length - 1] != '\n' ? lines + 1 : lines;
  }
}
