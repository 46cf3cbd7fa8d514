package io.blinktwice.e2e;

import io.blinktwice.app.Blinktwice;
import io.blinktwice.testkit.Golden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import picocli.CommandLine;

/**
 * What commands say at a real server, a golden file for each verb. What differs from one
 * installation to the next is named instead: times, hashes, ports.
 */
final class Transcripts {
  private static final Pattern SPACES = Pattern.compile("(?<=\\S) {2,}");

  private final URI api;
  private final StringBuilder told = new StringBuilder();

  Transcripts(URI api) {
    this.api = api;
  }

  /** A command is said as somebody would type it, and remembered with its answer. */
  String say(String... words) {
    List<String> arguments = new ArrayList<>(List.of(words));
    int rest = arguments.indexOf("--");
    arguments.add(rest < 0 ? arguments.size() : rest, "--api=" + api);
    StringWriter said = new StringWriter();
    CommandLine program = Blinktwice.commandLine();
    program.setOut(new PrintWriter(said)).setErr(new PrintWriter(said, true));
    int exit = program.execute(arguments.toArray(String[]::new));
    told.append("$ blinktwice");
    for (String word : words) {
      told.append(' ').append(word.matches("[\\w@%+=:,./-]+") ? word : "'" + word + "'");
    }
    told.append('\n').append(said);
    if (exit != 0) {
      told.append("(exit code ").append(exit).append(")\n");
    }
    told.append('\n');
    return said.toString();
  }

  /** All that was said since the last time is what stands in this file. */
  void are(String name) {
    String text = told.toString();
    told.setLength(0);
    Golden.matches("transcripts/" + name + ".txt", named(text));
  }

  private static String named(String text) {
    String same =
        text.replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z", "TIME")
            .replaceAll("127\\.0\\.0\\.1:\\d+", "HOST:PORT")
            .replaceAll("w1:[0-9a-f]{32}", "FINGERPRINT")
            .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID")
            .replaceAll("\\b[0-9a-f]{16,64}\\b", "HASH")
            .replaceAll("-\\d+@\\d+", "-PARTITION@OFFSET")
            .replaceAll("(releases|decisions)@\\d+", "$1@OFFSET")
            .replaceAll("(epoch\\W+)\\d+", "$1EPOCH");
    // Columns are as wide as their widest value, which may be one of those above.
    return SPACES.matcher(same).replaceAll("  ");
  }
}
