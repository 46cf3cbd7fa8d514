package io.blinktwice.runtime.access;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.http.HttpMethod;
import io.micronaut.web.router.RouteInfo;
import io.micronaut.web.router.UriRouteInfo;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What a route needs, as its endpoint says.
 *
 * @param operation method and route
 * @param declared whether the endpoint says so at all
 */
public record Requirement(String operation, Right right, boolean platform, boolean declared) {
  /** An annotation of Micronaut's management: health is for whoever watches, the rest is not. */
  private static final String ENDPOINT = "io.micronaut.management.endpoint.annotation.Endpoint";

  private static final String HEALTH = "health";
  private static final Set<HttpMethod> CHANGING =
      EnumSet.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

  public static Requirement of(RouteInfo<?> route) {
    AnnotationMetadata said = route.getAnnotationMetadata();
    String operation = operation(route);
    Optional<Right> right = said.enumValue(Needs.class, Right.class);
    if (right.isPresent()) {
      boolean platform = said.booleanValue(Needs.class, "platform").orElse(false);
      return new Requirement(operation, right.get(), platform, true);
    }
    return said.stringValue(ENDPOINT, "id")
        .or(() -> said.stringValue(ENDPOINT))
        .map(
            id ->
                new Requirement(
                    operation,
                    id.equals(HEALTH) ? Right.NONE : Right.VIEW,
                    !id.equals(HEALTH),
                    true))
        .orElseGet(() -> new Requirement(operation, Right.ADMIN, true, false));
  }

  private static String operation(RouteInfo<?> route) {
    return route instanceof UriRouteInfo<?, ?> uri
        ? uri.getHttpMethodName() + " " + uri.getUriMatchTemplate().toPathString()
        : "?";
  }

  /** Whether it leaves an audit record: what only needs to look changes nothing, even by POST. */
  boolean changes(HttpMethod method) {
    return CHANGING.contains(method) && right.covers(Right.OPERATE);
  }
}
