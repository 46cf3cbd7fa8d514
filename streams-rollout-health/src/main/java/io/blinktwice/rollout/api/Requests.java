package io.blinktwice.rollout.api;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Order;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** From what a request says to what it asks for, or to the problem with it. */
final class Requests {
  static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_REASON = 2_000;
  private static final int MAX_ACTOR = 128;
  private static final int MAX_SETTINGS = 200;
  private static final int MAX_SETTING = 4_096;
  private static final Pattern SETTING = Pattern.compile("spark\\.[A-Za-z0-9._-]{1,200}");
  private static final Pattern ENGINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern FLAG = Pattern.compile("-\\S{1,1023}");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** What people may do with a roll-out. */
  enum Action {
    START,
    ADVANCE,
    PAUSE,
    RESUME,
    PROMOTE,
    ABORT;

    boolean takesShare() {
      return this == START || this == ADVANCE;
    }
  }

  /** A request that was understood, or the answer that says why not. */
  sealed interface Parsed<T> {
    record Understood<T>(T value) implements Parsed<T> {}

    record Wrong<T>(Answer answer) implements Parsed<T> {}
  }

  /** Who asks, about which version, with what body. */
  record Asked(String version, Optional<String> actor, byte[] body) {}

  private Requests() {}

  static Parsed<EngineVersion> version(String text) {
    try {
      return new Parsed.Understood<>(new EngineVersion(text));
    } catch (InvalidIdentifier e) {
      return new Parsed.Wrong<>(Problems.invalid(List.of(String.valueOf(e.getMessage()))));
    }
  }

  static Parsed<Command> command(Asked asked, Action action, String commandId) {
    return switch (read(asked)) {
      case Parsed.Wrong<Opened>(Answer answer) -> new Parsed.Wrong<>(answer);
      case Parsed.Understood<Opened>(Opened opened) -> command(opened, action, commandId);
    };
  }

  private static Parsed<Command> command(Opened opened, Action action, String commandId) {
    Fields fields = new Fields(opened.body(), Set.of("share", "reason"));
    String reason = fields.text("reason", MAX_REASON).orElse("").strip();
    if (reason.isEmpty()) {
      fields.wrong("'reason' says why, in a sentence for those who read it later");
    }
    if (fields.has("share") != action.takesShare()) {
      fields.wrong(
          action.takesShare()
              ? "'share' says how much of the fleet, above 0 and up to 1"
              : "'share' belongs to start and advance only");
    }
    double share = fields.number("share").orElse(0);
    if (!fields.problems().isEmpty()) {
      return new Parsed.Wrong<>(Problems.invalid(fields.problems()));
    }
    Order order = new Order(commandId, "", opened.version(), opened.actor(), reason);
    return new Parsed.Understood<>(
        switch (action) {
          case START -> new Command.Start(order, share);
          case ADVANCE -> new Command.Advance(order, share);
          case PAUSE -> new Command.Pause(order);
          case RESUME -> new Command.Resume(order);
          case PROMOTE -> new Command.Promote(order);
          case ABORT -> new Command.Abort(order);
        });
  }

  static Parsed<ReleaseEntry> release(Asked asked, Instant at) {
    return switch (read(asked)) {
      case Parsed.Wrong<Opened>(Answer answer) -> new Parsed.Wrong<>(answer);
      case Parsed.Understood<Opened>(Opened opened) -> release(opened, at);
    };
  }

  private static Parsed<ReleaseEntry> release(Opened opened, Instant at) {
    Fields fields =
        new Fields(opened.body(), Set.of("predecessor", "engine", "sparkConf", "jvmFlags"));
    Optional<EngineVersion> predecessor = predecessor(fields, opened.version());
    String engine = fields.text("engine", MAX_SETTING).orElse(opened.version().value());
    if (!ENGINE.matcher(engine).matches()) {
      fields.wrong("'engine' names a pinned set of Spark jars, such as 4.2.0");
    }
    Map<String, String> settings = fields.textsByName("sparkConf", MAX_SETTINGS, MAX_SETTING);
    for (String name : settings.keySet()) {
      if (!SETTING.matcher(name).matches()) {
        fields.wrong("'sparkConf.%s' does not begin with 'spark.'".formatted(Fields.shown(name)));
      }
    }
    List<String> flags = fields.texts("jvmFlags", MAX_SETTINGS, MAX_SETTING);
    if (!flags.stream().allMatch(flag -> FLAG.matcher(flag).matches())) {
      fields.wrong("every one of 'jvmFlags' begins with '-' and has no space");
    }
    if (!fields.problems().isEmpty()) {
      return new Parsed.Wrong<>(Problems.invalid(fields.problems()));
    }
    return new Parsed.Understood<>(
        new ReleaseEntry(
            opened.version(),
            predecessor.orElse(null),
            engine,
            settings,
            flags,
            opened.actor(),
            at));
  }

  private static Optional<EngineVersion> predecessor(Fields fields, EngineVersion version) {
    Optional<String> text = fields.text("predecessor", MAX_SETTING);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    return switch (version(text.get())) {
      case Parsed.Understood<EngineVersion>(EngineVersion found) -> {
        if (found.equals(version)) {
          fields.wrong("'predecessor' is another version than the release itself");
        }
        yield Optional.of(found);
      }
      case Parsed.Wrong<EngineVersion> wrong -> {
        fields.wrong("'predecessor' is no engine version; it looks like 4.1.2 or 4.1.2-hotfix1");
        yield Optional.empty();
      }
    };
  }

  /** What all requests with a body have in common, checked. */
  private record Opened(EngineVersion version, String actor, JsonNode body) {}

  private static Parsed<Opened> read(Asked asked) {
    if (asked.body().length > MAX_BYTES) {
      return new Parsed.Wrong<>(Problems.tooLarge(MAX_BYTES));
    }
    String actor = asked.actor().map(String::strip).orElse("unnamed");
    if (actor.isEmpty() || actor.length() > MAX_ACTOR || !actor.matches("\\P{Cntrl}+")) {
      return new Parsed.Wrong<>(
          Problems.invalid(List.of("the header X-Actor is a name of up to 128 characters")));
    }
    return switch (version(asked.version())) {
      case Parsed.Wrong<EngineVersion>(Answer answer) -> new Parsed.Wrong<>(answer);
      case Parsed.Understood<EngineVersion>(EngineVersion version) ->
          opened(version, actor, asked.body());
    };
  }

  private static Parsed<Opened> opened(EngineVersion version, String actor, byte[] body) {
    try {
      JsonNode tree = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
      return tree.isObject()
          ? new Parsed.Understood<>(new Opened(version, actor, tree))
          : new Parsed.Wrong<>(Problems.malformed("the body is a JSON object"));
    } catch (JacksonException e) {
      return new Parsed.Wrong<>(Problems.malformed(e.getOriginalMessage()));
    } catch (IOException e) {
      return new Parsed.Wrong<>(Problems.malformed("the body cannot be read"));
    }
  }
}
