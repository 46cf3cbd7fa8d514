package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.app.installation.Installation;
import io.blinktwice.app.installation.InstallationPlan;
import java.nio.file.Path;

/**
 * An installation without Spark servers in which 4.2.0 is rolled out, to everybody if nothing else
 * is said.
 */
record RolledOut(KafkaUnderTest kafka, InstallationPlan plan, Installation installation, Api api)
    implements AutoCloseable {
  static RolledOut in(Path folder) throws Exception {
    RolledOut rolledOut = stable(folder);
    rolledOut.rollOut(1.0);
    return rolledOut;
  }

  /** The same before the roll-out: 3.5.7 is all there is, and 4.2.0 is registered. */
  static RolledOut stable(Path folder) throws Exception {
    KafkaUnderTest kafka = KafkaUnderTest.start();
    InstallationPlan plan = Workshop.plan(folder, kafka.backbone(), Workshop.STABLE);
    Installation installation = new Installation(plan, System.out::println);
    RolledOut rolledOut =
        new RolledOut(kafka, plan, installation, new Api(installation.addresses().http()));
    installation.startWithoutEngines();
    promoteTheOldVersion(rolledOut.api());
    return rolledOut;
  }

  /** Makes the fleet so in an installation that was started otherwise. */
  static void rollOut(Api api) throws Exception {
    promoteTheOldVersion(api);
    rollOut(api, 1.0);
  }

  void rollOut(double share) throws Exception {
    rollOut(api, share);
  }

  void put(String path, String body) throws Exception {
    put(api, path, body);
  }

  void order(String path, String body) throws Exception {
    order(api, path, body);
  }

  /** The old version runs, the release is known. */
  static void promoteTheOldVersion(Api api) throws Exception {
    api.await("/v1/rollouts", answer -> answer.status() == 200);
    put(api, "/v1/releases/3.5.7", "{}");
    put(api, "/v1/releases/4.2.0", "{\"predecessor\": \"3.5.7\"}");
    if (api.get("/v1/rollouts").body().path("stable").isNull()) {
      order(api, "/v1/rollouts/3.5.7/promote", "{\"reason\": \"first\"}");
    }
  }

  private static void rollOut(Api api, double share) throws Exception {
    order(
        api, "/v1/rollouts/4.2.0/start", "{\"share\": %s, \"reason\": \"test\"}".formatted(share));
    api.await("/v1/rollouts", answer -> answer.body().toString().contains("ROLLING_OUT"));
  }

  private static void put(Api api, String path, String body) throws Exception {
    assertEquals(200, api.call("PUT", path, body).status(), path);
  }

  private static void order(Api api, String path, String body) throws Exception {
    assertEquals(202, api.call("POST", path, body).status(), path);
  }

  @Override
  public void close() {
    installation.close();
    kafka.close();
  }
}
