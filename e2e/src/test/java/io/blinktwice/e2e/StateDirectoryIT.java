package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.app.installation.Backbone;
import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationFolder;
import io.blinktwice.contract.Fingerprint;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.events.RunEvent;
import io.blinktwice.events.RunEventKind;
import io.blinktwice.events.WireError;
import io.blinktwice.runtime.kafka.EventPublisher;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a role makes of a state directory that is lost, torn, taken or full: nothing is lost. */
class StateDirectoryIT {
  private static final long SEED = 20_261_120;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final List<String> WORKLOADS =
      IntStream.range(0, 8).mapToObj(i -> "workload-" + i).toList();

  /** With about 1.2 KB of state each: in every partition more than the 4 MiB of a write buffer. */
  private static final int FILLING = 20_000;

  private static final Instance.Kind ROLES = Instance.Kind.of("pinning,rollout");

  @TempDir private static Path folder;
  private static Installation backbone;

  @BeforeAll
  static void start() throws Exception {
    backbone =
        new Installation(
            Workshop.plan(folder, new Backbone.Embedded(), Workshop.STABLE), System.out::println);
    backbone.startBackboneOnly();
    try (Instance first = instance(folder.resolve("first"), ROLES)) {
      first.ready();
      assertEquals(200, first.call("PUT", "/v1/releases/3.5.7", "{}", Map.of()).status());
      for (String workload : WORKLOADS) {
        try (Reporter job = new Reporter(backbone.addresses().kafka(), workload)) {
          job.succeeded("r1", 1, Workshop.STABLE);
        }
      }
      knowsAll(first);
      first.stop();
    }
  }

  @AfterAll
  static void stop() {
    backbone.close();
  }

  private static Instance instance(Path home, Instance.Kind kind) throws IOException {
    return Instance.start("one", home, backbone.addresses(), kind);
  }

  private static void knowsAll(Instance instance) {
    WORKLOADS.forEach(workload -> instance.await("/v1/workloads/" + workload, 200));
  }

  @Test
  void aSecondProcessIsRefusedAndToldOfTheFirst() throws Exception {
    Path home = folder.resolve("shared");
    try (Instance first = instance(home, ROLES)) {
      first.ready();
      try (Instance second = Instance.start("two", home, backbone.addresses(), ROLES)) {
        assertEquals(3, second.end());
        assertTrue(second.log().contains("is in use by process " + first.pid()), second.log());
      }
      knowsAll(first);
      first.stop();
    }
  }

  @Test
  @Tag("slow")
  void whatWasDeletedOrTornIsRestored() throws Exception {
    Path home = folder.resolve("torn");
    List<Predicate<Path>> pieces =
        List.of(
            file -> file.toString().contains("rocksdb"),
            file -> file.getFileName().toString().startsWith("kafka-streams-process"),
            file -> file.toString().contains("schemas"));
    try (Instance before = instance(home, ROLES)) {
      before.ready();
      knowsAll(before);
      before.stop();
    }
    for (Predicate<Path> piece : pieces) {
      assertTrue(tear(home.resolve("state"), piece) > 0, "nothing to tear");
      startsAndKnowsAll(home);
    }
    new InstallationFolder(home.resolve("state")).delete();
    startsAndKnowsAll(home);
  }

  @Test
  void aLetterIsFoundShownAndSentOnceMore() throws Exception {
    KafkaConnection kafka = backbone.addresses().kafka();
    Path home = folder.resolve("letters");
    try (Instance instance = instance(home, ROLES);
        Reporter job = new Reporter(kafka, "poisoned")) {
      instance.ready();
      RunEvent event = job.event("r1", 1, RunEventKind.SUCCEEDED, Workshop.STABLE);
      event.setFingerprint("w1:" + "0".repeat(32));
      try (EventPublisher publisher = new EventPublisher(kafka, "e2e")) {
        publisher
            .publish(Topics.RUN_EVENTS, job.key(), event, "poison-1", event.getOccurredAt())
            .get(20, TimeUnit.SECONDS);
      }
      String id =
          Awaitility.await("a letter").atMost(PATIENCE).until(() -> letters(1), Objects::nonNull);
      String shown = said(0, "letters", "show", id);
      assertTrue(shown.contains("ce_id: poison-1"), shown);
      String planned = said(0, "letters", "replay", id, "--dry-run");
      assertTrue(planned.contains("would be sent to blinktwice.run-events"), planned);
      String sent = said(0, "letters", "replay", id);
      assertTrue(sent.contains("with ce_id poison-1"), sent);
      Awaitility.await("what is not mended comes back")
          .atMost(PATIENCE)
          .until(() -> letters(2), Objects::nonNull);
      assertTrue(said(1, "letters", "show", "dead-x-0@0").contains("there is no dead letter"));
      instance.stop();
    }
  }

  /** The newest one's id, once there are so many. */
  private static @Nullable String letters(int due) throws Exception {
    JsonNode found =
        new ObjectMapper()
            .readTree(said(0, "letters", "list", "--topic", "run-events", "-o", "json"));
    return found.path("matching").asInt() < due
        ? null
        : found.path("letters").path(0).path("id").asText();
  }

  private static String said(int code, String... arguments) throws Exception {
    KafkaConnection kafka = backbone.addresses().kafka();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--kafka=" + kafka.bootstrapServers());
    all.add("--registry=" + kafka.registryUrl());
    Path output = Files.createTempFile(folder, "said", ".txt");
    Process program =
        Workshop.program(all.toArray(String[]::new))
            .redirectErrorStream(false)
            .redirectOutput(output.toFile())
            .redirectError(Redirect.appendTo(folder.resolve("said.err").toFile()))
            .start();
    assertTrue(program.waitFor(60, TimeUnit.SECONDS));
    String errors = Files.readString(folder.resolve("said.err"));
    assertEquals(code, program.exitValue(), errors);
    return code == 0 ? Files.readString(output) : errors;
  }

  private static void startsAndKnowsAll(Path home) throws Exception {
    try (Instance after = instance(home, ROLES)) {
      after.ready();
      knowsAll(after);
      after.stop();
    }
  }

  @Test
  void whatIsTakenAwayFromARunningRoleIsRestored() throws Exception {
    Path home = folder.resolve("gone");
    try (Instance instance = instance(home, ROLES)) {
      instance.ready();
      knowsAll(instance);
      new InstallationFolder(instance.state().resolve("blinktwice.pinning")).delete();
      try (Reporter job = new Reporter(backbone.addresses().kafka(), "afterwards")) {
        job.succeeded("r1", 1, Workshop.STABLE);
      }
      instance.await("/v1/workloads/afterwards", 200);
      knowsAll(instance);
      instance.stop();
    }
    startsAndKnowsAll(home);
  }

  @Test
  void aDiskThatTakesNothingIsNamedAtOnce() throws Exception {
    Assumptions.assumeTrue(SmallDisk.isPossible(), "this machine grants no namespaces");
    Path home = Files.createDirectories(folder.resolve("read-only"));
    SmallDisk broken = SmallDisk.readOnly(folder.resolve("java-ro"), home.resolve("state"));
    try (Instance refused = instance(home, ROLES.on(broken.home()))) {
      assertEquals(3, refused.end());
      assertTrue(refused.log().contains("Read-only file system"), refused.log());
      assertTrue(refused.log().contains("--state"), refused.log());
    }
  }

  @Test
  @Tag("slow")
  void aFullDiskIsSaidAndARunningRoleGoesOnOnceThereIsRoom() throws Exception {
    Assumptions.assumeTrue(SmallDisk.isPossible(), "this machine grants no namespaces");
    Path home = Files.createDirectories(folder.resolve("full"));
    SmallDisk none = SmallDisk.make(folder.resolve("java-0"), home.resolve("state"), 8, 0);
    try (Instance refused = instance(home, ROLES.on(none.home()))) {
      assertEquals(3, refused.end());
      assertTrue(refused.log().contains("cannot be written: No space left"), refused.log());
    }
    SmallDisk some = SmallDisk.make(folder.resolve("java-1"), home.resolve("state"), 128, 128);
    try (Instance instance = instance(home, ROLES.on(some.home()))) {
      instance.ready();
      knowsAll(instance);
      some.fill(instance.pid());
      overflow();
      Awaitility.await("health names the disk")
          .atMost(PATIENCE)
          .until(() -> instance.get("/health").body().toString().contains("No space left"));
      some.free(instance.pid());
      instance.ready();
      knowsAll(instance);
      instance.await("/v1/workloads/filling-" + (FILLING - 1), 200);
    }
  }

  /** More state than fits into memory: stores have to write. */
  private static void overflow() throws Exception {
    KafkaConnection kafka = backbone.addresses().kafka();
    try (Reporter job = new Reporter(kafka, "filling");
        EventPublisher publisher = new EventPublisher(kafka, "e2e")) {
      for (int i = 0; i < FILLING; i++) {
        RunEvent event = job.event("r1", 1, RunEventKind.FAILED, Workshop.STABLE);
        String workload = "filling-" + i;
        String key =
            Fingerprint.ofExplicitId(WorkspaceId.DEFAULT, new WorkloadId(workload)).value();
        event.setEventId("filling-" + i);
        event.setWorkload(workload);
        event.setFingerprint(key);
        event.setError(
            WireError.newBuilder()
                .setGrpcStatus("INTERNAL")
                .setExceptionChain(Collections.nCopies(4, "c".repeat(120)))
                .setMessage("m".repeat(600))
                .build());
        publisher.publish(Topics.RUN_EVENTS, key, event, event.getEventId(), event.getOccurredAt());
      }
      publisher.flush();
    }
  }

  /** Random bytes in place of those of every file of a kind, as many as there were. */
  private static int tear(Path state, Predicate<Path> piece) throws IOException {
    Random random = new Random(SEED);
    try (Stream<Path> all = Files.walk(state)) {
      List<Path> files =
          all.filter(Files::isRegularFile).filter(f -> piece.test(state.relativize(f))).toList();
      for (Path file : files) {
        byte[] bytes = new byte[(int) Math.max(64, Files.size(file))];
        random.nextBytes(bytes);
        Files.write(file, bytes);
      }
      return files.size();
    }
  }
}
