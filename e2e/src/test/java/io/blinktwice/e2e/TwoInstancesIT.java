package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two processes share the roles classifier and pinning: any of them answers for any workload, and
 * runs that fail on a release are rescued, whatever happens.
 */
class TwoInstancesIT {
  private static final List<String> WORKLOADS =
      IntStream.range(0, 12).mapToObj(i -> "workload-" + i).toList();

  /** Those whose scheduler asks over HTTP what to do after a failure. */
  private static final List<String> JOBS = IntStream.range(0, 8).mapToObj(i -> "job-" + i).toList();

  private static final Map<String, String> AS_OWNER = Map.of("X-Blinktwice-Asked-As", "owner");
  private static final String PINNING = "blinktwice.pinning";
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Instance.Kind FIRST = kind("classifier,pinning,rollout");
  private static final Instance.Kind SECOND = kind("classifier,pinning");

  /** Each takes 400 bytes of memory or more: none of the first runs' verdicts stays there. */
  private static final List<String> LATER_RUNS =
      IntStream.rangeClosed(2, 9).mapToObj(i -> "r" + i).toList();

  /**
   * With room for the two verdicts on each job, and some: others are for their owners to answer. An
   * owner tells of a failure a minute later only, so those on jobs are to stay at hand.
   */
  private static Instance.Kind kind(String roles) {
    return Instance.Kind.of(
        roles, "blinktwice.streams.instances", "2", "blinktwice.pinning.verdict-bytes", "24000");
  }

  @Test
  void anyInstanceAnswersForAnyWorkloadWhateverHappens(@TempDir Path folder) throws Exception {
    try (Installation backbone =
        new Installation(
            Workshop.plan(folder, new Backbone.Embedded(), Workshop.STABLE), System.out::println)) {
      backbone.startBackboneOnly();
      try (Instance first =
              Instance.start("first", folder.resolve("1"), backbone.addresses(), FIRST);
          Instance second =
              Instance.start("second", folder.resolve("2"), backbone.addresses(), SECOND)) {
        first.ready();
        second.ready();
        fill(backbone, first);
        awaitBothSafe(first, second);
        bothAnswerForAll(first, second);
        ordersReachTheOwnerThroughEither(first, second);
        verdictsThatLeftMemoryAreAnsweredByTheirOwner(first, second);
        Set<String> ordered = orderedAtItsLast(second);
        failOnARelease(backbone, first, second);
        second.kill();
        theCopyAnswersThenTakesOver(first);
        theSameOrderIsNotTakenOnceMore(first, ordered);
        blinkTwice(backbone, first);
        try (Instance secondAgain = second.again(backbone.addresses(), SECOND)) {
          awaitBothSafe(first, secondAgain);
          first.kill();
          try (Instance firstAgain = first.again(backbone.addresses(), FIRST)) {
            theFormerSelfIsSentAway(firstAgain, secondAgain);
            awaitBothSafe(firstAgain, secondAgain);
            leavesForGood(backbone, secondAgain, firstAgain);
          }
        }
      }
    }
  }

  private static void leavesForGood(Installation backbone, Instance leaving, Instance staying)
      throws Exception {
    assertEquals(202, leaving.call("POST", "/v1/instance/retirement", "", Map.of()).status());
    leaving.stop();
    assertEquals(Set.of("first"), members(backbone));
    Awaitility.await("all owned by the one that is left")
        .atMost(PATIENCE)
        .until(() -> ownsAll(staying));
  }

  private static void awaitBothSafe(Instance one, Instance other) {
    for (Instance instance : List.of(one, other)) {
      instance.ready();
      awaitScaleSafe(instance);
    }
  }

  /** Of the role that both have. */
  private static void awaitScaleSafe(Instance instance) {
    Awaitility.await("scale-safe")
        .atMost(PATIENCE)
        .until(
            () ->
                instance
                    .get("/health/scale-safe")
                    .body()
                    .at("/roles/pinning/safe")
                    .asBoolean(false));
  }

  private static void fill(Installation backbone, Instance first) throws Exception {
    assertEquals(200, first.call("PUT", "/v1/releases/3.5.7", "{}", Map.of()).status());
    assertEquals(
        202,
        first
            .call("POST", "/v1/rollouts/3.5.7/promote", "{\"reason\": \"test\"}", Map.of())
            .status());
    report(backbone, List.of("r1"));
    report(backbone, LATER_RUNS);
    for (String workload : WORKLOADS) {
      first.await("/v1/workloads/" + workload, 200);
    }
  }

  private static void report(Installation backbone, List<String> runs) throws Exception {
    for (String workload : WORKLOADS) {
      try (Reporter job = new Reporter(backbone.addresses().kafka(), workload)) {
        for (String run : runs) {
          job.succeeded(run, 1, Workshop.STABLE);
        }
      }
    }
  }

  private static void bothAnswerForAll(Instance first, Instance second) throws Exception {
    int ownedByFirst = 0;
    for (String workload : WORKLOADS) {
      for (Instance asked : List.of(first, second)) {
        Instance.Answer read = asked.get("/v1/workloads/" + workload);
        assertEquals(200, read.status(), read.body().toString());
        assertEquals("", read.staleness(), "an owner's answer");
        Instance.Answer resolved =
            asked.call(
                "POST",
                "/v1/resolve",
                "{\"workload\": \"%s\", \"run\": \"r20\"}".formatted(workload),
                Map.of());
        assertEquals(200, resolved.status(), resolved.body().toString());
        assertEquals("3.5.7", resolved.body().path("version").asText());
      }
      assertTrue(owns(first, workload) != owns(second, workload), workload + " has one owner");
      ownedByFirst += owns(first, workload) ? 1 : 0;
    }
    assertTrue(ownedByFirst > 0 && ownedByFirst < WORKLOADS.size(), "both own some");
  }

  private static void ordersReachTheOwnerThroughEither(Instance first, Instance second)
      throws Exception {
    for (Instance asked : List.of(first, second)) {
      for (String workload : WORKLOADS) {
        String pin = "/v1/workloads/" + workload + "/pin";
        String by = "{\"version\": \"3.5.7\", \"reason\": \"test\"}";
        assertEquals(202, asked.call("PUT", pin, by, Map.of()).status());
        asked.await(pin, 200);
        Instance.Answer released = asked.call("DELETE", pin, "", Map.of());
        assertEquals(202, released.status(), released.body().toString());
        asked.await(pin, 404);
      }
    }
  }

  private static void verdictsThatLeftMemoryAreAnsweredByTheirOwner(Instance first, Instance second)
      throws Exception {
    for (String workload : WORKLOADS) {
      String path = "/v1/runs/r1/verdict?workload=" + workload;
      for (Instance asked : List.of(first, second)) {
        Instance.Answer verdict = asked.await(path, 200);
        assertEquals("FINISH", verdict.body().path("action").asText(), workload);
        assertEquals(workload, verdict.body().path("workload").asText());
      }
    }
    Instance.Answer never = first.get("/v1/runs/r99/verdict?workload=" + WORKLOADS.getFirst());
    assertEquals(404, never.status(), never.body().toString());
  }

  /** Of each workload that it owns, the pin as somebody saw it is changed. */
  private static Set<String> orderedAtItsLast(Instance owner) throws Exception {
    Set<String> ordered = new TreeSet<>();
    for (String workload : WORKLOADS) {
      if (owns(owner, workload)) {
        Instance.Answer taken = pinWhereThereIsNone(owner, workload);
        assertEquals(202, taken.status(), taken.body().toString());
        ordered.add(workload);
      }
    }
    return ordered;
  }

  /** Step 3 up to its middle: what they wait for now is a verdict. */
  private static void failOnARelease(Installation backbone, Instance first, Instance second)
      throws Exception {
    assertEquals(
        200,
        first.call("PUT", "/v1/releases/4.2.0", "{\"predecessor\": \"3.5.7\"}", Map.of()).status());
    String start = "{\"share\": 1.0, \"reason\": \"test\"}";
    assertEquals(202, first.call("POST", "/v1/rollouts/4.2.0/start", start, Map.of()).status());
    for (String job : JOBS) {
      Awaitility.await(job + " is drawn in")
          .atMost(PATIENCE)
          .until(() -> resolved(second, job, "r1", 1).equals("4.2.0"));
    }
    for (String job : JOBS) {
      try (Reporter scheduler = new Reporter(backbone.addresses().kafka(), job)) {
        scheduler.failed("r1", 1, Workshop.RELEASE);
      }
    }
  }

  /** The rest of step 3, at the instance that is left: as if nothing had happened. */
  private static void blinkTwice(Installation backbone, Instance left) throws Exception {
    for (String job : JOBS) {
      Instance.Answer verdict =
          left.await("/v1/runs/r1/verdict?workload=%s&attempt=1&wait=10s".formatted(job), 200);
      assertEquals("RETRY_LAST_GOOD", verdict.body().path("action").asText(), job);
      assertEquals("3.5.7", resolved(left, job, "r1", 2));
      try (Reporter scheduler = new Reporter(backbone.addresses().kafka(), job)) {
        scheduler.succeeded("r1", 2, Workshop.STABLE);
      }
      Instance.Answer pin = left.await("/v1/workloads/" + job + "/pin", 200);
      assertEquals("4.2.0", pin.body().path("awayFrom").asText(), job);
      assertEquals("r1", pin.body().path("evidence").path("run").asText(), job);
      assertEquals("3.5.7", resolved(left, job, "r2", 1));
    }
  }

  private static String resolved(Instance asked, String job, String run, int attempt)
      throws Exception {
    Instance.Answer answer =
        asked.call(
            "POST",
            "/v1/resolve",
            "{\"workload\": \"%s\", \"run\": \"%s\", \"attempt\": %d}".formatted(job, run, attempt),
            Map.of());
    assertEquals(200, answer.status(), answer.body().toString());
    return answer.body().path("version").asText();
  }

  private static void theSameOrderIsNotTakenOnceMore(Instance next, Set<String> ordered)
      throws Exception {
    for (String workload : ordered) {
      Instance.Answer refused = pinWhereThereIsNone(next, workload);
      assertEquals(412, refused.status(), workload + ": " + refused.body());
    }
  }

  private static Instance.Answer pinWhereThereIsNone(Instance asked, String workload)
      throws Exception {
    return asked.call(
        "PUT",
        "/v1/workloads/" + workload + "/pin",
        "{\"version\": \"3.5.7\", \"reason\": \"test\"}",
        Map.of("If-Match", "\"absent\""));
  }

  /** Who is left asks a dead owner's copy, its own, until the group gives it the partitions. */
  private static void theCopyAnswersThenTakesOver(Instance left) throws Exception {
    Map<Integer, Integer> statuses = new TreeMap<>();
    Set<String> stale = ConcurrentHashMap.newKeySet();
    Awaitility.await("taken over")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> {
              for (String workload : WORKLOADS) {
                Instance.Answer answer = left.get("/v1/workloads/" + workload);
                statuses.merge(answer.status(), 1, Integer::sum);
                if (!answer.staleness().isEmpty()) {
                  stale.add(workload);
                }
              }
              return ownsAll(left);
            });
    System.out.println("statuses while the other was dead: " + statuses + ", stale: " + stale);
    assertFalse(stale.isEmpty(), "a copy answered, and said how old it may be");
    assertTrue(Set.of(200, 503).containsAll(statuses.keySet()), statuses.toString());
    Instance.Answer alone = left.get("/health/scale-safe");
    assertEquals(503, alone.status());
    assertTrue(
        alone.body().at("/roles/pinning").toString().contains("only instance"),
        alone.body().toString());
    assertEquals(409, left.call("POST", "/v1/instance/retirement", "", Map.of()).status());
  }

  /**
   * Back within its session, but without its stores: the group is told, and gives partitions to
   * whoever is nearly as far as they are. With so little state that is everybody; what a copy
   * spares where there is much is shown by the soak.
   */
  private static void theFormerSelfIsSentAway(Instance back, Instance copy) {
    Awaitility.await("it says so")
        .atMost(PATIENCE)
        .until(() -> back.log().contains("its state was lost with its process"));
    Awaitility.await("each has an owner")
        .atMost(PATIENCE)
        .ignoreExceptionsMatching(failure -> failure instanceof IOException)
        .until(
            () -> {
              for (String workload : WORKLOADS) {
                if (owns(back, workload) == owns(copy, workload)) {
                  return false;
                }
              }
              return true;
            });
  }

  private static boolean ownsAll(Instance instance) throws IOException, InterruptedException {
    boolean all = true;
    for (String workload : WORKLOADS) {
      all &= owns(instance, workload);
    }
    return all;
  }

  private static boolean owns(Instance instance, String workload)
      throws IOException, InterruptedException {
    return instance.call("GET", "/v1/workloads/" + workload, "", AS_OWNER).status() == 200;
  }

  private static Set<String> members(Installation backbone) throws Exception {
    try (Admin admin = Admin.create(backbone.addresses().kafka().properties())) {
      return admin
          .describeConsumerGroups(List.of(PINNING))
          .all()
          .get(20, TimeUnit.SECONDS)
          .values()
          .iterator()
          .next()
          .members()
          .stream()
          .map(MemberDescription::groupInstanceId)
          .map(id -> id.orElse("?").replaceAll("^blinktwice\\.pinning-(.*)-\\d+$", "$1"))
          .collect(Collectors.toSet());
    }
  }
}
