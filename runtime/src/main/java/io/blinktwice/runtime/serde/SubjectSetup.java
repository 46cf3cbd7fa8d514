package io.blinktwice.runtime.serde;

import io.blinktwice.runtime.serde.RegistryClient.Answer;
import io.blinktwice.schemas.Topic;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** Compares a registry's subjects with the catalogue, and makes them so. */
public final class SubjectSetup {
  /** Public topics are read by programs older and newer than their writer, whatever the order. */
  public static final String REQUIRED = "FULL_TRANSITIVE";

  private static final int NOT_FOUND = 404;

  private final RegistryClient client;
  private final SubjectNames names;
  private final String topicPrefix;

  public SubjectSetup(Map<String, ?> settings, String topicPrefix) {
    this.client = RegistryClient.of(settings);
    this.names = SubjectNames.of(settings);
    this.topicPrefix = topicPrefix;
  }

  public List<SubjectStep> plan() throws IOException, InterruptedException {
    List<SubjectStep> steps = new ArrayList<>();
    for (Topic<?> topic : Topics.ALL) {
      steps.addAll(plan(subject(topic), topic.schema()));
    }
    return List.copyOf(steps);
  }

  private String subject(Topic<?> topic) {
    return names.of(topic.on(topicPrefix), topic.schema());
  }

  private List<SubjectStep> plan(String subject, Schema schema)
      throws IOException, InterruptedException {
    List<SubjectStep> steps = new ArrayList<>();
    Map<String, String> ours = Map.of("schema", schema.toString());
    if (!foundBy(client.send("POST", "/subjects/" + encoded(subject), ours))) {
      Answer judged =
          client.send(
              "POST", "/compatibility/subjects/" + encoded(subject) + "/versions/latest", ours);
      boolean taken = !foundBy(judged) || judged.body().path("is_compatible").asBoolean(false);
      steps.add(taken ? new SubjectStep.Register(subject) : new SubjectStep.Incompatible(subject));
    }
    // What a registry requires of all subjects holds for those of which it knows nothing else.
    Answer config = client.get("/config/" + encoded(subject) + "?defaultToGlobal=true");
    String now = foundBy(config) ? config.text("compatibilityLevel") : "the registry's default";
    if (!now.equals(REQUIRED)) {
      steps.add(new SubjectStep.Require(subject, now, REQUIRED));
    }
    return steps.isEmpty() ? List.of(new SubjectStep.Fits(subject)) : steps;
  }

  /** Does nothing about what only a person can do. */
  public void carryOut(SubjectStep step) throws IOException, InterruptedException {
    switch (step) {
      case SubjectStep.Register(String subject) -> register(subject);
      case SubjectStep.Require(String subject, String from, String to) ->
          succeed(client.send("PUT", "/config/" + encoded(subject), Map.of("compatibility", to)));
      case SubjectStep.Incompatible incompatible -> {}
      case SubjectStep.Fits fits -> {}
    }
  }

  private void register(String subject) throws IOException, InterruptedException {
    for (Topic<?> topic : Topics.ALL) {
      if (subject(topic).equals(subject)) {
        succeed(
            client.send(
                "POST",
                "/subjects/" + encoded(subject) + "/versions",
                Map.of("schema", topic.schema().toString())));
      }
    }
  }

  /** False when there is no such thing; anything else that is no success is a failure. */
  private boolean foundBy(Answer answer) throws IOException {
    if (answer.status() == NOT_FOUND) {
      return false;
    }
    succeed(answer);
    return true;
  }

  private void succeed(Answer answer) throws IOException {
    if (!answer.isOk()) {
      throw new IOException(RegistryTrouble.of(answer.status(), answer.text("message")));
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8);
  }
}
