package io.blinktwice.pinning.ticket.effect;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Somebody who is told of tickets.
 *
 * @param shape the JSON that the receiver expects
 * @param secret what messages are signed with
 * @param allowedHosts hosts that may have a private address: an intranet's own systems
 */
public record Webhook(String name, URI url, Shape shape, String secret, Set<String> allowedHosts) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
  private static final int SHORTEST_SECRET = 16;

  /** Kinds of receivers; each has a template beside this class. */
  public enum Shape {
    GENERIC,
    JIRA,
    GITHUB,
    SLACK;

    String file() {
      return name().toLowerCase(Locale.ROOT) + ".json";
    }
  }

  public Webhook {
    allowedHosts = Set.copyOf(allowedHosts);
  }

  /** Everything that is wrong with it, each in one sentence; empty if nothing is. */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    if (!NAME.matcher(name).matches()) {
      problems.add("'" + name + "' cannot name a webhook; take small letters, digits and '-'");
    }
    String scheme = String.valueOf(url.getScheme());
    if (!scheme.equals("https") && !scheme.equals("http") || url.getHost() == null) {
      problems.add("webhook " + name + ": the url is http:// or https:// with a host");
    }
    if (url.getUserInfo() != null) {
      problems.add("webhook " + name + ": the url must not hold a user and password");
    }
    if (secret.length() < SHORTEST_SECRET) {
      problems.add(
          "webhook %s: the secret has fewer than %d characters".formatted(name, SHORTEST_SECRET));
    }
    return problems;
  }
}
