package io.blinktwice.client;

import io.blinktwice.contract.SecretRedaction;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What failed, without secrets, in the words that the classifier reads. */
final class ToldError {
  private static final int LONGEST_TEXT = 64 * 1024;

  private ToldError() {}

  static Map<String, Object> of(Throwable error) {
    StringWriter stack = new StringWriter();
    error.printStackTrace(new PrintWriter(stack));
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("message", cut(SecretRedaction.redact(Objects.toString(error.getMessage(), ""))));
    told.put("stackTrace", cut(SecretRedaction.redact(stack.toString())));
    told.put("exceptionClass", error.getClass().getName());
    return told;
  }

  private static String cut(String text) {
    CharsetEncoder encoder =
        StandardCharsets.UTF_8
            .newEncoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    CharBuffer all = CharBuffer.wrap(text);
    encoder.encode(all, ByteBuffer.allocate(LONGEST_TEXT), true);
    return text.substring(0, all.position());
  }
}
