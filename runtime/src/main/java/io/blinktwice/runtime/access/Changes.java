package io.blinktwice.runtime.access;

import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.runtime.http.RequestIds;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes each change into the trail twice: before it takes effect, and with what came of it.
 *
 * <p>What cannot be written down does not happen. Only the second record may be missing, when the
 * process ends between the two: then the outcome is unknown, and the trail says so by that.
 */
final class Changes {
  private static final Logger LOG = LoggerFactory.getLogger(Changes.class);
  private static final String ATTRIBUTE = "blinktwice.change";
  private static final long WRITTEN_WITHIN_SECONDS = 10;
  private static final int LONGEST_OBJECT = 2_000;
  private static final String REASON_HEADER = "X-Reason";
  private static final int LONGEST_REASON = 1_000;
  private static final Pattern TRACE =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  private final Optional<AuditTrail> trail;
  private final Clock clock;

  Changes(Optional<AuditTrail> trail, Clock clock) {
    this.trail = trail;
    this.clock = clock;
  }

  void begin(HttpRequest<?> request, Caller caller, Requirement needed) {
    if (trail.isPresent() && needed.changes(request.getMethod())) {
      request.setAttribute(ATTRIBUTE, entry(request, caller, needed));
    }
  }

  private AuditEntry entry(HttpRequest<?> request, Caller caller, Requirement needed) {
    String path = request.getUri().getRawPath();
    String trace = request.getHeaders().get("traceparent");
    return new AuditEntry(
        UUID.randomUUID().toString(),
        caller,
        needed.operation(),
        path.substring(0, Math.min(path.length(), LONGEST_OBJECT)),
        RequestIds.addressOf(request),
        RequestIds.of(request),
        trace != null && TRACE.matcher(trace).matches() ? trace : null,
        reason(request),
        null,
        clock.instant());
  }

  /**
   * Why, as the header or the query says it: the trail is written before anything of the body is
   * read. In the header it is percent-encoded, for it may be in any script.
   */
  private static @Nullable String reason(HttpRequest<?> request) {
    String said = request.getHeaders().get(REASON_HEADER);
    String text = said == null ? request.getParameters().get("reason") : decoded(said);
    if (text == null || text.isBlank()) {
      return null;
    }
    String clean = text.replaceAll("\\p{Cntrl}", " ");
    return clean.substring(0, Math.min(clean.length(), LONGEST_REASON));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text; // Not encoded: as it stands.
    }
  }

  void requireWritten(HttpRequest<?> request) {
    Optional<AuditEntry> entry = request.getAttribute(ATTRIBUTE, AuditEntry.class);
    if (entry.isEmpty() || trail.isEmpty()) {
      return;
    }
    try {
      trail.get().write(entry.get()).orTimeout(WRITTEN_WITHIN_SECONDS, TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE,
          "the audit record could not be written, so nothing was changed; try again in a moment");
    }
  }

  void end(HttpRequest<?> request, int status) {
    Optional<AuditEntry> entry = request.getAttribute(ATTRIBUTE, AuditEntry.class);
    if (entry.isPresent() && trail.isPresent()) {
      request.removeAttribute(ATTRIBUTE, AuditEntry.class);
      var unused =
          trail
              .get()
              .write(entry.get().answered(status, clock.instant()))
              .exceptionally(failure -> missing(entry.get(), failure));
    }
  }

  private static Void missing(AuditEntry entry, Throwable failure) {
    LOG.atError()
        .setCause(failure)
        .addKeyValue("audit", entry.id())
        .log("The outcome of a change could not be written into the audit trail");
    return null;
  }
}
