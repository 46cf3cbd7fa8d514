package io.blinktwice.pool.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How far the servers of a pool can be reached.
 *
 * @param listen the address that they bind, such as {@code 0.0.0.0}; Spark 3.5 binds all whatever
 *     it is told
 * @param advertised the host under which gateways find them
 */
public record Reach(String listen, String advertised) {
  /** Only on this machine, which is where the gateway has to be, too. */
  public static final Reach LOOPBACK = new Reach("127.0.0.1", "127.0.0.1");

  private static final Pattern HOST = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");

  /** Where whoever runs beside a server calls it. */
  public String beside() {
    return listen.equals("0.0.0.0") ? LOOPBACK.listen : listen;
  }

  /** What is wrong with it, each in a sentence. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!HOST.matcher(listen).matches()) {
      problems.add("servers cannot listen on '" + listen + "'; take an address such as 0.0.0.0");
    }
    if (!HOST.matcher(advertised).matches()) {
      problems.add("'" + advertised + "' is no host that gateways could find servers under");
    } else if (advertised.equals("0.0.0.0")) {
      problems.add("0.0.0.0 is an address to listen on, not one to be found under");
    } else if (!advertised.equals(LOOPBACK.advertised) && listen.equals(LOOPBACK.listen)) {
      problems.add(
          "gateways would look for servers on %s, and they listen on %s only: say --listen, too"
              .formatted(advertised, listen));
    }
    return problems;
  }
}
