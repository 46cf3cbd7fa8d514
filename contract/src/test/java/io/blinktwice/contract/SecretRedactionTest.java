package io.blinktwice.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretRedactionTest {
  private static final String LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

  /** What surrounds a secret in real messages; § marks where it stands. */
  private static final List<String> PLACES =
      List.of(
          "cannot connect to jdbc:postgresql://app:§@db:5432/sales",
          "jdbc:mysql://db/sales?user=app&password=§&ssl=true",
          "jdbc:sqlserver://db:1433;user=sa;password=§;encrypt=true",
          "jdbc:sqlserver://db;password={§};encrypt=true",
          "jdbc:oracle:thin:scott/§@//db:1521/x",
          "https://§@example.org/repo.git",
          "GET https://x.blob.core.windows.net/c/f?sv=1&sig=§ failed",
          "https://maps.example.org/v1?key=§",
          "fs.azure.account.key.lake.dfs.core.windows.net=§ is malformed",
          "fs.s3a.secret.key -> no; fs.s3a.secret.key=§",
          "AWS_SECRET_ACCESS_KEY=§ aws s3 ls",
          "Authorization: Bearer §",
          "\"Authorization\":\"Bearer §\"",
          "authorization: Basic §",
          "Authorization: §",
          "bearer § was refused",
          "{\"client_secret\": \"§\", \"id\": 7}",
          "{\\\"password\\\":\\\"§\\\",\\\"id\\\":7}",
          "{\"tokens\": [\"§\"]}",
          "api-key: §",
          "apiKey => §)",
          "password = '§' in line 3",
          "dbPassword:§",
          "Map(token -> no, refresh_token=§, user=x)");

  @Test
  void aSecretIsGoneWhereverItStands() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      String secret = letters(random, 8 + random.nextInt(60));
      String place = PLACES.get(random.nextInt(PLACES.size()));
      String text = noise(random) + " " + place.replace("§", secret) + " " + noise(random);
      String redacted = SecretRedaction.redact(text);
      assertFalse(redacted.contains(secret), () -> "secret " + secret + " in " + redacted);
      assertEquals(redacted, SecretRedaction.redact(redacted), "twice, seed " + seed);
    }
  }

  @Test
  void anyTextIsReadToItsEnd() {
    String alphabet = "aZ9/+=:@&?;,'\"`\\{}[]()<> \t\n._-*passwordtokenbearerjdbc:oracle:://";
    for (long seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      StringBuilder text = new StringBuilder();
      int length = random.nextInt(120);
      for (int i = 0; i < length; i++) {
        int from = random.nextInt(alphabet.length());
        int to = Math.min(alphabet.length(), from + 1 + random.nextInt(9));
        text.append(alphabet, from, to);
      }
      String marked = text + " \n END";
      assertTrue(SecretRedaction.redact(marked).endsWith("END"), "seed " + seed + ": " + text);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[CAST_INVALID_INPUT] The value 'abc' of the type \"STRING\" cannot be cast to \"INT\"",
        "at org.apache.hadoop.security.token.TokenCache.obtain(TokenCache.java:85)",
        "org.apache.spark.SparkException: Job aborted due to stage failure: Task 0 in stage 43.0",
        "A column `password` cannot be resolved. Did you mean [`id`, `token`]?",
        "'Filter (password#12 = abc#13)",
        "commit 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
        "s3a://bucket/key=5/part-00000.parquet and hdfs://nn:8020/warehouse/primary_key=3",
        "https://example.org:8443/users/me@example.org",
        "authorization failed for user alice",
        ""
      })
  void whatHoldsNoSecretStaysAsItIs(String text) {
    assertEquals(text, SecretRedaction.redact(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          s3n://AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI@bucket/x | s3n://***:***@bucket/x
          key id ASIAIOSFODNN7EXAMPLE, denied               | key id ***, denied
          wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here     | *** here
          password=a&user=b                                 | password=***&user=b
          password="a\\"b" user=b                           | password="***" user=b
          """)
  void whatStandsAroundASecretStays(String text, String redacted) {
    assertEquals(redacted, SecretRedaction.redact(text.replace("\\\\", "\\")));
  }

  /** Quadratic reading would take hours here; the bound only turns a hang into a failure. */
  @ParameterizedTest
  @Timeout(60)
  @ValueSource(
      strings = {
        "a",
        "a/",
        "://",
        ":",
        "@",
        "password",
        "password=",
        "password ",
        "password\"",
        "bearer ",
        "jdbc:oracle:",
        "jdbc:oracle:/@",
        "authorization:",
        "authorization: ",
        "AKIA",
        "\\",
        "token:{"
      })
  void readsAnyTextOnce(String repeated) {
    String text = repeated.repeat(1024 * 1024 / repeated.length());
    assertTrue(SecretRedaction.redact(text).length() <= 2 * text.length());
  }

  private static String letters(Random random, int length) {
    StringBuilder made = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      made.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return made.toString();
  }

  private static String noise(Random random) {
    StringBuilder made = new StringBuilder();
    int words = random.nextInt(12);
    for (int i = 0; i < words; i++) {
      made.append(letters(random, 1 + random.nextInt(9))).append(random.nextBoolean() ? " " : ", ");
    }
    return made.toString();
  }
}
