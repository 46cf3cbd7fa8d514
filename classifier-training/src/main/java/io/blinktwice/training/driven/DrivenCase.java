package io.blinktwice.training.driven;

import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A failure to be made: what is done, and so what it is.
 *
 * @param id the same in every release; another one when server or steps change
 * @param server how its server is started
 * @param steps statements in order, the first that fails is the failure; those with ! are ours
 */
public record DrivenCase(
    String id,
    ServerVariant server,
    String category,
    String team,
    boolean memoryRanOut,
    List<String> steps) {
  private static final String SERVER = "#### server ";

  /** All that are known, in the order in which they are driven. */
  public static List<DrivenCase> all() {
    InputStream found = DrivenCase.class.getResourceAsStream("cases.txt");
    if (found == null) {
      throw new IllegalStateException("cases.txt is missing");
    }
    return read(
        new BufferedReader(new InputStreamReader(found, StandardCharsets.UTF_8)).lines().toList());
  }

  static List<DrivenCase> read(List<String> lines) {
    List<DrivenCase> cases = new ArrayList<>();
    ServerVariant server = ServerVariant.of("ordinary");
    String variant = "ordinary";
    for (String line : lines) {
      if (line.startsWith(SERVER)) {
        variant = line.substring(SERVER.length());
        server = ServerVariant.of(variant);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        int bar = line.indexOf(" | ");
        List<String> head = Arrays.asList(line.substring(0, bar).split(" "));
        cases.add(
            new DrivenCase(
                "%08x".formatted((variant + line.substring(bar)).hashCode()),
                server,
                head.get(0),
                head.get(1),
                head.contains("oom"),
                List.of(line.substring(bar + 3).split(" ;; "))));
      }
    }
    return cases;
  }
}
