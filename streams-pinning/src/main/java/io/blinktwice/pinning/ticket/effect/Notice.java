package io.blinktwice.pinning.ticket.effect;

import io.blinktwice.events.Ticket;
import io.blinktwice.events.TicketChange;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A change of a ticket as JSON that a receiver understands: its template, filled in. */
final class Notice {
  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z]+)}}");

  private Notice() {}

  static byte[] of(Ticket ticket, String key, Webhook.Shape shape) {
    Map<String, String> values = values(ticket, key);
    String filled =
        PLACE
            .matcher(template(shape))
            .replaceAll(
                place ->
                    Matcher.quoteReplacement(
                        escaped(
                            Objects.requireNonNull(
                                values.get(place.group(1)), "no value " + place.group()))));
    return filled.getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> values(Ticket ticket, String key) {
    TicketChange last = ticket.getHistory().isEmpty() ? null : ticket.getHistory().getLast();
    Map<String, String> values = new TreeMap<>();
    values.put("id", key);
    values.put("ticket", ticket.getTicketId());
    values.put("title", ticket.getTitle());
    values.put("release", ticket.getRelease());
    values.put("signature", ticket.getSignature());
    values.put("state", ticket.getState().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    values.put("revision", String.valueOf(ticket.getRevision()));
    values.put(
        "changedCondition",
        ticket.getChangedCondition() == null ? "" : ticket.getChangedCondition());
    values.put("members", String.valueOf(ticket.getMembers()));
    values.put("workspaces", String.valueOf(ticket.getWorkspaces()));
    values.put("team", ticket.getTeam() == null ? "" : ticket.getTeam());
    values.put("fixedIn", ticket.getFixedIn() == null ? "" : ticket.getFixedIn());
    values.put("change", last == null ? "" : last.getKind());
    values.put("actor", last == null ? "" : last.getActor());
    values.put("reason", last == null ? "" : last.getReason());
    values.put("at", ticket.getChangedAt().toString());
    return values;
  }

  private static String template(Webhook.Shape shape) {
    try (InputStream in = Notice.class.getResourceAsStream(shape.file())) {
      return new String(
          Objects.requireNonNull(in, shape.file()).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Inside a JSON text, whatever it holds. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || c == '\u2028' || c == '\u2029') {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.toString();
  }
}
