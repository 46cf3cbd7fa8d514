package io.blinktwice.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.blinktwice.app.installation.Installation;
import java.nio.file.Path;

/** An installation without Spark servers in which 4.2.0 is rolled out to everybody. */
record RolledOut(KafkaUnderTest kafka, Installation installation, Api api)
    implements AutoCloseable {
  static RolledOut in(Path folder) throws Exception {
    KafkaUnderTest kafka = KafkaUnderTest.start();
    Installation installation =
        new Installation(
            Workshop.plan(folder, kafka.backbone(), Workshop.STABLE), System.out::println);
    RolledOut rolledOut =
        new RolledOut(kafka, installation, new Api(installation.addresses().http()));
    installation.startWithoutEngines();
    rollOut(rolledOut.api());
    return rolledOut;
  }

  /** Makes the fleet so, over HTTP. */
  static void rollOut(Api api) throws Exception {
    api.await("/v1/rollouts", answer -> answer.status() == 200);
    put(api, "/v1/releases/3.5.7", "{}");
    put(api, "/v1/releases/4.2.0", "{\"predecessor\": \"3.5.7\"}");
    if (api.get("/v1/rollouts").body().path("stable").isNull()) {
      order(api, "/v1/rollouts/3.5.7/promote", "{\"reason\": \"first\"}");
    }
    order(api, "/v1/rollouts/4.2.0/start", "{\"share\": 1.0, \"reason\": \"test\"}");
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
