package io.blinktwice.app.installation;

import java.util.List;

/**
 * What the pool of an installation may start.
 *
 * @param sizes size classes as the pool's command line writes them, the smallest first
 * @param size the class of servers for which none is named
 * @param most servers at once
 */
public record ServerLimits(String sizes, String size, int most) {
  public static final String SIZES = "small=512m/1,medium=1g/2,large=2g/2,xlarge=4g/4";
  public static final String SIZE = "medium";
  public static final String MOST = "6";

  public static final ServerLimits DEFAULT = new ServerLimits(SIZES, SIZE, Integer.parseInt(MOST));

  /** For the pool's command line. */
  List<String> arguments() {
    return List.of("--sizes", sizes, "--size", size, "--max-servers", Integer.toString(most));
  }
}
