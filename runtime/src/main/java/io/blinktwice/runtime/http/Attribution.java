package io.blinktwice.runtime.http;

import io.micronaut.http.HttpStatus;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who orders something, and why, as people read it later: what both may look like, wherever orders
 * are given. Nobody is authenticated: the name is what the caller says.
 */
public record Attribution(String actor, String reason) {
  /** The header that names who orders. */
  public static final String HEADER = "X-Actor";

  public static final int LONGEST_REASON = 2_000;

  private static final String NOBODY = "unnamed";
  private static final String NO_REASON = "no reason given";
  private static final Pattern NAME = Pattern.compile("\\P{Cntrl}{1,128}");
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\t]]");

  /** Of an order that may go without a reason. */
  public static Attribution of(@Nullable String header, @Nullable String reason) {
    return new Attribution(actor(header), reason(reason));
  }

  /** The name in the header; without the header, a word that says so. */
  public static String actor(@Nullable String header) {
    String name = header == null ? NOBODY : header.strip();
    if (!NAME.matcher(name).matches()) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "the header " + HEADER + " is a name of up to 128 characters");
    }
    return name;
  }

  private static String reason(@Nullable String said) {
    String reason = said == null ? "" : said.strip();
    if (reason.length() > LONGEST_REASON || CONTROL.matcher(reason).find()) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_ENTITY,
          "the reason has up to " + LONGEST_REASON + " characters, none of them a control one");
    }
    return reason.isEmpty() ? NO_REASON : reason;
  }
}
