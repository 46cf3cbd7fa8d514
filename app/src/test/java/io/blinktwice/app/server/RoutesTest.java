package io.blinktwice.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.core.io.service.SoftServiceLoader;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.HttpMethodMapping;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.BeanDefinitionReference;
import io.micronaut.inject.ExecutableMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every endpoint of the program, whether its role runs or not. */
class RoutesTest {
  private static List<ExecutableMethod<?, ?>> endpoints() {
    List<BeanDefinitionReference<?>> references = new ArrayList<>();
    SoftServiceLoader.load(BeanDefinitionReference.class, RoutesTest.class.getClassLoader())
        .forEach(service -> references.add(service.load()));
    return references.stream()
        .filter(reference -> reference.getBeanDefinitionName().startsWith("io.blinktwice."))
        .map(BeanDefinitionReference::load)
        .filter(bean -> bean.hasStereotype(Controller.class))
        .<ExecutableMethod<?, ?>>flatMap(RoutesTest::methods)
        .filter(method -> method.hasStereotype(HttpMethodMapping.class))
        .toList();
  }

  private static Stream<ExecutableMethod<?, ?>> methods(BeanDefinition<?> bean) {
    return bean.getExecutableMethods().stream().map(method -> method);
  }

  @Test
  void everyEndpointSaysWhatItNeeds() {
    assertTrue(endpoints().size() >= 13, endpoints().toString());
    assertEquals(
        List.of(),
        endpoints().stream().filter(method -> !method.hasAnnotation(Needs.class)).toList());
  }

  @Test
  void onlyResolveIsAskedByPostWithoutTheRightToChange() {
    assertEquals(
        List.of("resolve"),
        endpoints().stream()
            .filter(method -> !method.hasAnnotation(Get.class))
            .filter(
                method ->
                    !method.enumValue(Needs.class, Right.class).orElseThrow().covers(Right.OPERATE))
            .map(ExecutableMethod::getMethodName)
            .toList());
  }
}
