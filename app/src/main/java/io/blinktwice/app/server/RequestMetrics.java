package io.blinktwice.app.server;

import io.blinktwice.runtime.metrics.ServiceMetrics;
import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.time.Duration;

/** Measures every HTTP request, under its route as declared: what callers put into it is theirs. */
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class RequestMetrics {
  private static final String BEGAN = "blinktwice.request-began";
  private static final String NO_ROUTE = "none";

  @RequestFilter
  void begins(HttpRequest<?> request) {
    request.setAttribute(BEGAN, System.nanoTime());
  }

  @ResponseFilter
  void ends(HttpRequest<?> request, HttpResponse<?> response) {
    long ended = System.nanoTime();
    long took = ended - request.getAttribute(BEGAN, Long.class).orElse(ended);
    ServiceMetrics.REQUESTS.observe(
        Duration.ofNanos(took),
        request.getMethodName(),
        BasicHttpAttributes.getUriTemplate(request).orElse(NO_ROUTE),
        response.code() / 100 + "xx");
  }
}
