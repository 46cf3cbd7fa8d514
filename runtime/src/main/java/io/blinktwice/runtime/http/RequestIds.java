package io.blinktwice.runtime.http;

import io.micronaut.core.annotation.Order;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Gives every request an id, the caller's own where it sent a usable one, and puts it into the
 * answer: into a header, and into every problem, so that people can ask about it.
 */
@ServerFilter("/**")
@Order(RequestIds.ORDER)
public final class RequestIds {
  public static final String HEADER = "X-Request-Id";

  /** First in, last out: it sees what every other filter answers. */
  static final int ORDER = -1_000;

  private static final String ATTRIBUTE = "blinktwice.request-id";
  private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  @RequestFilter
  void enter(HttpRequest<?> request) {
    of(request);
  }

  @ResponseFilter
  void leave(HttpRequest<?> request, MutableHttpResponse<?> response) {
    String id = of(request);
    response.header(HEADER, id);
    if (response.body() instanceof Problem problem) {
      response.body(problem.of(id));
    }
  }

  /** The id of a request. */
  public static String of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, String.class)
        .orElseGet(
            () -> {
              String id = chosen(request);
              request.setAttribute(ATTRIBUTE, id);
              return id;
            });
  }

  private static String chosen(HttpRequest<?> request) {
    String sent = request.getHeaders().get(HEADER);
    return sent != null && USABLE.matcher(sent).matches() ? sent : UUID.randomUUID().toString();
  }

  /** Where a request comes from: the address of the connection, whatever headers claim. */
  public static String addressOf(HttpRequest<?> request) {
    var address = request.getRemoteAddress().getAddress();
    return address == null ? request.getRemoteAddress().getHostString() : address.getHostAddress();
  }
}
