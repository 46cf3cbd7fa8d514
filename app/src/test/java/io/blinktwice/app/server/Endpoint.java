package io.blinktwice.app.server;

import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.http.uri.UriMatchTemplate;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.ExecutableMethod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One endpoint of the program, as the server itself knows it.
 *
 * @param needs the right that it asks for; empty where it does not say
 * @param page whether it is the web page or a file of it, which is no part of the API
 */
record Endpoint(String method, String path, Optional<Right> needs, boolean platform, boolean page) {
  private static final String CONTROLLER = Controller.class.getName();
  private static final String WEB_PAGE = "io.blinktwice.app.console";

  /** All of them, whether their role runs or not. */
  static List<Endpoint> all() {
    List<BeanDefinitionReference<?>> references = new ArrayList<>();
    SoftServiceLoader.load(BeanDefinitionReference.class, Endpoint.class.getClassLoader())
        .forEach(
            service -> {
              if (service.getName().startsWith("io.blinktwice.")) {
                references.add(service.load());
              }
            });
    return references.stream()
        .map(BeanDefinitionReference::load)
        .filter(bean -> bean.hasStereotype(Controller.class))
        .flatMap(Endpoint::of)
        .sorted(Comparator.comparing(Endpoint::path).thenComparing(Endpoint::method))
        .toList();
  }

  private static Stream<Endpoint> of(BeanDefinition<?> bean) {
    String root = bean.stringValue(CONTROLLER).orElse("/");
    return bean.getExecutableMethods().stream()
        .filter(method -> method.hasStereotype(HttpMethodMapping.class))
        .map(method -> of(root, method));
  }

  private static Endpoint of(String root, ExecutableMethod<?, ?> method) {
    String verb = method.getAnnotationNameByStereotype(HttpMethodMapping.class).orElseThrow();
    String rest = method.stringValue(HttpMethodMapping.class).orElse("/");
    return new Endpoint(
        verb.substring(verb.lastIndexOf('.') + 1).toUpperCase(Locale.ROOT),
        UriMatchTemplate.of(root).nest(rest).toPathString(),
        method.enumValue(Needs.class, Right.class),
        method.booleanValue(Needs.class, "platform").orElse(false),
        method.getDeclaringType().getPackageName().equals(WEB_PAGE));
  }

  boolean changes() {
    return !method.equals("GET") && needs.map(right -> right.covers(Right.OPERATE)).orElse(true);
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
