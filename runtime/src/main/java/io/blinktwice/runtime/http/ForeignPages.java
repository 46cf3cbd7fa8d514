package io.blinktwice.runtime.http;

import io.blinktwice.runtime.instance.InstanceConfig;
import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages from changing anything here: whoever looks at a page reaches this API with a
 * browser that sends what the page says, and no one is asked for a password.
 *
 * <p>What changes nothing is let through; a page cannot read its answer.
 */
@ServerFilter("/**")
@Order(ForeignPages.ORDER)
final class ForeignPages {
  /** Before sign-in: a page borrows credentials, too. */
  static final int ORDER = 0;

  private static final Set<HttpMethod> HARMLESS =
      EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.TRACE);

  /** A page may send these with a body of text without asking first; never with one of JSON. */
  private static final Set<HttpMethod> WITH_BODY =
      EnumSet.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final SameOrigin ours;

  ForeignPages(InstanceConfig config) {
    this.ours = SameOrigin.of(config);
  }

  @RequestFilter
  @Nullable HttpResponse<?> refusal(HttpRequest<?> request) {
    HttpHeaders headers = request.getHeaders();
    if (HARMLESS.contains(request.getMethod())) {
      return null;
    }
    if (!ours.isOurOrigin(headers.get(HttpHeaders.ORIGIN))) {
      return Problem.of(HttpStatus.FORBIDDEN, "a page of another origin may change nothing here")
          .response();
    }
    if (!ours.isOurHost(headers.get(HttpHeaders.HOST))) {
      return Problem.of(
              HttpStatus.MISDIRECTED_REQUEST,
              "this is not the host that was asked for; use localhost, 127.0.0.1 the name in blinktwice.advertised or one of blinktwice.further-hosts")
          .response();
    }
    if (WITH_BODY.contains(request.getMethod()) && !isJson(request)) {
      return Problem.of(
              HttpStatus.UNSUPPORTED_MEDIA_TYPE,
              "say Content-Type: application/json, and send JSON")
          .response();
    }
    return null;
  }

  private static boolean isJson(HttpRequest<?> request) {
    return request
        .getContentType()
        .filter(type -> type.getName().equalsIgnoreCase(MediaType.APPLICATION_JSON))
        .isPresent();
  }
}
