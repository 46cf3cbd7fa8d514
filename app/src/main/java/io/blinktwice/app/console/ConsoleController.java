package io.blinktwice.app.console;

import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.swagger.v3.oas.annotations.Hidden;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * The web page. Its files are for everybody, as they say nothing of anybody's work; what it shows
 * comes from the API, with the reader's own credential.
 */
@Controller
@Hidden
final class ConsoleController {
  private static final String FIRST = "index.html";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  /** Nothing from anywhere else, no script or style in the page itself, in nobody's frame. */
  private static final Map<String, String> PROTECTION =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src"
              + " 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
              + " 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final ConsoleFiles files = new ConsoleFiles("/console");

  /** The page, for whoever only knows the address of the server. */
  @Get("/")
  @Needs(Right.NONE)
  @Hidden
  HttpResponse<?> front() {
    return HttpResponse.temporaryRedirect(URI.create("/console"));
  }

  /** A file of the page; for whatever is none, the page itself, which reads the address. */
  @Get("/console{/path:.*}")
  @Needs(Right.NONE)
  @Hidden
  HttpResponse<?> page(@Nullable String path, HttpRequest<?> request) {
    boolean asset = path != null && path.startsWith("assets/");
    ConsoleFiles.Served served =
        (path == null ? files.find(FIRST) : files.find(path))
            .or(() -> asset ? Optional.empty() : files.find(FIRST))
            .orElseThrow(() -> missing(asset));
    MutableHttpResponse<?> answer =
        served.tag().equals(request.getHeaders().get(HttpHeaders.IF_NONE_MATCH))
            ? HttpResponse.notModified()
            : content(served, request);
    PROTECTION.forEach(answer::header);
    return answer
        .header(HttpHeaders.ETAG, served.tag())
        .header(HttpHeaders.CACHE_CONTROL, asset ? FOR_GOOD : "no-cache")
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
  }

  private static MutableHttpResponse<byte[]> content(
      ConsoleFiles.Served served, HttpRequest<?> request) {
    String accepted = request.getHeaders().get(HttpHeaders.ACCEPT_ENCODING);
    byte[] zipped = served.zipped();
    boolean zip = zipped != null && accepted != null && accepted.contains("gzip");
    MutableHttpResponse<byte[]> answer =
        HttpResponse.ok(zip ? zipped : served.plain())
            .header(HttpHeaders.CONTENT_TYPE, served.type());
    return zip ? answer.header(HttpHeaders.CONTENT_ENCODING, "gzip") : answer;
  }

  private static ProblemException missing(boolean asset) {
    return asset
        ? new ProblemException(
            HttpStatus.NOT_FOUND, "the page has no such file; load it again, it was replaced")
        : new ProblemException(
            HttpStatus.SERVICE_UNAVAILABLE, "this server was built without its web page");
  }
}
