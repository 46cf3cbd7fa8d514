package io.blinktwice.app.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.runtime.access.Right;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every endpoint of the program, whether its role runs or not. */
class RoutesTest {
  private static final List<Endpoint> ALL = Endpoint.all();

  @Test
  void everyEndpointSaysWhatItNeeds() {
    assertTrue(ALL.size() >= 18, ALL.toString());
    assertEquals(List.of(), those(endpoint -> endpoint.needs().isEmpty()));
  }

  @Test
  void onlyQuestionsArePostedWithoutTheRightToChange() {
    assertEquals(
        List.of(
            "POST /v1/classify", "POST /v1/releases/{version}/gates/{gate}", "POST /v1/resolve"),
        those(endpoint -> !endpoint.method().equals("GET") && !endpoint.changes()));
  }

  @Test
  void nobodyElseIsLetInWithoutSignInThanWhoAsksForHealthOrForTheFilesOfTheWebPage() {
    assertEquals(
        List.of("GET /", "GET /console{/path:.*}", "GET /health/scale-safe"),
        those(endpoint -> endpoint.needs().equals(Optional.of(Right.NONE))));
  }

  private static List<String> those(Predicate<Endpoint> wanted) {
    return ALL.stream().filter(wanted).map(Endpoint::toString).toList();
  }
}
