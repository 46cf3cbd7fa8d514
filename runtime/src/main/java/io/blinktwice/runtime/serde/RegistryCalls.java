package io.blinktwice.runtime.serde;

import io.blinktwice.runtime.serde.RegistryClient.Answer;
import io.blinktwice.runtime.serde.SchemaMemory.Registration;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;

/** The two questions that framing has, asked with patience, and whose fault a refusal is. */
final class RegistryCalls {
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int UNPROCESSABLE = 422;

  private final RegistryClient client;
  private final Duration firstPause;

  /** Each pause between two tries of a call is twice as long as the one before. */
  RegistryCalls(RegistryClient client, Duration firstPause) {
    this.client = client;
    this.firstPause = firstPause;
  }

  /** The registry has no such schema; it may have had it, if it was another one then. */
  static final class NotThere extends SerializationException {
    private static final long serialVersionUID = 1L;

    NotThere(String message) {
      super(message);
    }
  }

  /** Registers a schema where it is new, and where that is wanted. */
  int idOf(Registration wanted, boolean register, int tries) {
    String subject = "/subjects/" + URLEncoder.encode(wanted.subject(), StandardCharsets.UTF_8);
    String purpose = (register ? "register" : "find") + " the schema of " + wanted.subject();
    Answer answer =
        call(
            tries,
            purpose,
            () ->
                client.send(
                    "POST",
                    register ? subject + "/versions" : subject,
                    Map.of("schema", wanted.schema().toString())));
    if (!answer.body().path("id").isInt()) {
      throw new RegistryUnavailable(
          "the registry answered without an id for the schema of " + wanted.subject());
    }
    return answer.body().path("id").intValue();
  }

  Schema schema(int id, int tries) {
    Answer answer = call(tries, "find schema " + id, () -> client.get("/schemas/ids/" + id));
    if (!answer.body().path("schema").isTextual()) {
      throw new RegistryUnavailable("the registry answered without a schema for id " + id);
    }
    return parsed(id, answer.text("schema"));
  }

  /** Registries keep other kinds of schemas too, under ids of the same series. */
  private static Schema parsed(int id, String text) {
    try {
      return new Schema.Parser().parse(text);
    } catch (AvroRuntimeException e) {
      throw new SerializationException("schema " + id + " is not one of Avro", e);
    }
  }

  private interface Call {
    Answer make() throws IOException, InterruptedException;
  }

  private Answer call(int tries, String purpose, Call call) {
    IOException last = new IOException("not tried");
    for (int attempt = 0; attempt < tries; attempt++) {
      try {
        if (attempt > 0) {
          Thread.sleep(firstPause.multipliedBy(1L << (attempt - 1)));
        }
        Answer answer = call.make();
        refuseWhatIsTheRecordsFault(answer.status(), purpose);
        if (answer.isOk()) {
          return answer;
        }
        last = new IOException("it answered with status " + answer.status());
      } catch (IOException e) {
        last = e;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new RegistryUnavailable("interrupted while trying to " + purpose, e);
      }
    }
    throw new RegistryUnavailable(
        "cannot %s: the %s does not help (%s)".formatted(purpose, client, words(last)), last);
  }

  private static String words(IOException failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  /** All other refusals (no rights, too many calls, a fault) may be over in a moment. */
  private static void refuseWhatIsTheRecordsFault(int status, String purpose) {
    switch (status) {
      case NOT_FOUND -> throw new NotThere("cannot " + purpose + ": the registry does not know it");
      case CONFLICT ->
          throw new SerializationException(
              "cannot " + purpose + ": it is not compatible with the registered versions");
      case UNPROCESSABLE ->
          throw new SerializationException("cannot " + purpose + ": the registry finds it invalid");
      default -> {}
    }
  }
}
