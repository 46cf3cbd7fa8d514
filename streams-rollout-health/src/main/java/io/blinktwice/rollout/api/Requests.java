package io.blinktwice.rollout.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.LaunchRules;
import io.blinktwice.rollout.decision.Command;
import io.blinktwice.rollout.decision.Order;
import io.blinktwice.rollout.judge.decision.ReleaseBudget;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.Fields;
import io.blinktwice.runtime.http.JsonBody;
import io.blinktwice.runtime.http.ProblemException;
import io.micronaut.http.HttpStatus;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From what a request says to what it asks for; a request that says it wrongly ends here. */
final class Requests {
  static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_SETTINGS = 200;
  private static final int MAX_SETTING = 4_096;
  private static final int MAX_FIXES = 500;
  private static final int MAX_CHANGES = 200;
  private static final int MAX_HINT = 2_000;
  private static final int MAX_NOTES = 16_384;
  private static final int MAX_HARM = 1_000_000;
  private static final Pattern CONDITION = Pattern.compile("[A-Z][A-Z0-9_]*(\\.[A-Z][A-Z0-9_]*)?");
  private static final Pattern ENGINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

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

  /** Who asks, about which version, with what body. */
  record Asked(String version, @Nullable String actor, byte[] body) {}

  private Requests() {}

  static Command command(Asked asked, Action action, String commandId) {
    Opened opened = opened(asked);
    Fields fields = new Fields(opened.body(), OrderBody.class);
    String reason = fields.text("reason", Attribution.LONGEST_REASON).orElse("").strip();
    if (reason.isEmpty()) {
      fields.wrong("'reason' says why, in a sentence for those who read it later");
    }
    if (action == Action.ADVANCE && !fields.has("share")) {
      fields.wrong("'share' says how much of the fleet, above 0 and up to 1");
    }
    if (fields.has("share") && !action.takesShare()) {
      fields.wrong("'share' belongs to start and advance only");
    }
    if (fields.has("pauseBudget") && action != Action.RESUME) {
      fields.wrong("'pauseBudget' belongs to resume only");
    }
    OptionalDouble said = fields.number("share");
    OptionalDouble budget = fields.number("pauseBudget");
    fields.refuseProblems();
    Order order = new Order(commandId, "", opened.version(), opened.actor(), reason);
    return switch (action) {
      case START ->
          said.isEmpty()
              ? new Command.StartByEvidence(order)
              : new Command.Start(order, said.getAsDouble());
      case ADVANCE -> new Command.Advance(order, said.orElse(0));
      case PAUSE -> new Command.Pause(order);
      case RESUME -> new Command.Resume(order, budget.isEmpty() ? null : budget.getAsDouble());
      case PROMOTE -> new Command.Promote(order);
      case ABORT -> new Command.Abort(order);
    };
  }

  static ReleaseEntry release(Asked asked, Instant at) {
    Opened opened = opened(asked);
    Fields fields = new Fields(opened.body(), ReleaseBody.class);
    Optional<EngineVersion> predecessor = predecessor(fields, opened.version());
    String engine = fields.text("engine", MAX_SETTING).orElse(opened.version().value());
    if (!ENGINE.matcher(engine).matches()) {
      fields.wrong("'engine' names a pinned set of Spark jars, such as 4.2.0");
    }
    Map<String, String> settings = fields.textsByName("sparkConf", MAX_SETTINGS, MAX_SETTING);
    List<String> flags = fields.texts("jvmFlags", MAX_SETTINGS, MAX_SETTING);
    LaunchRules.problems(settings, flags).forEach(fields::wrong);
    ReleaseNotes notes = notes(fields);
    OptionalDouble pause = fields.number("pauseBudget");
    if (pause.isPresent() && !(pause.getAsDouble() > 0 && pause.getAsDouble() < 1)) {
      fields.wrong("'pauseBudget' is a chance above 0 and below 1, such as 0.01");
    }
    OptionalLong harm = fields.whole("harmBudget", 1, MAX_HARM);
    fields.refuseProblems();
    ReleaseBudget budget =
        new ReleaseBudget(
            pause.isEmpty() ? null : pause.getAsDouble(),
            harm.isEmpty() ? null : Math.toIntExact(harm.getAsLong()));
    return new ReleaseEntry(
        opened.version(),
        predecessor.orElse(null),
        engine,
        settings,
        flags,
        notes,
        budget,
        opened.actor(),
        at);
  }

  private static ReleaseNotes notes(Fields fields) {
    List<ReleaseNotes.Change> changes =
        fields.inners("changedBehaviours", MAX_CHANGES, ReleaseBody.Change.class).stream()
            .map(Requests::change)
            .toList();
    return new ReleaseNotes(
        fields.texts("fixes", MAX_FIXES, MAX_SETTING),
        changes,
        fields.text("notes", MAX_NOTES).orElse(""),
        null);
  }

  private static ReleaseNotes.Change change(Fields said) {
    String condition = said.text("condition", MAX_SETTING).orElse("");
    if (!CONDITION.matcher(condition).matches()) {
      said.wrong("'condition' is a Spark error condition, such as CAST_INVALID_INPUT");
    }
    Optional<ReleaseNotes.ChangePolicy> policy =
        said.word("policy", EnumSet.allOf(ReleaseNotes.ChangePolicy.class));
    if (!said.has("policy")) {
      said.wrong("'policy' says what becomes of a workload that meets it: keep, warn or refuse");
    }
    return new ReleaseNotes.Change(
        condition,
        policy.orElse(ReleaseNotes.ChangePolicy.KEEP),
        said.text("hint", MAX_HINT).orElse(""));
  }

  static Retiring retiring(Asked asked, Instant at) {
    Opened opened = opened(asked);
    return Retiring.read(opened.body(), opened.actor(), at);
  }

  private static Optional<EngineVersion> predecessor(Fields fields, EngineVersion version) {
    Optional<String> text = fields.text("predecessor", MAX_SETTING);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      EngineVersion found = new EngineVersion(text.get());
      if (found.equals(version)) {
        fields.wrong("'predecessor' is another version than the release itself");
      }
      return Optional.of(found);
    } catch (InvalidIdentifier e) {
      fields.wrong("'predecessor' is no engine version; it looks like 4.1.2 or 4.1.2-hotfix1");
      return Optional.empty();
    }
  }

  /** What all requests with a body have in common, checked. */
  private record Opened(EngineVersion version, String actor, JsonNode body) {}

  private static Opened opened(Asked asked) {
    if (asked.body().length > MAX_BYTES) {
      throw new ProblemException(
          HttpStatus.REQUEST_ENTITY_TOO_LARGE,
          "the body has more than %d bytes".formatted(MAX_BYTES));
    }
    String actor = Attribution.actor(asked.actor());
    return new Opened(new EngineVersion(asked.version()), actor, JsonBody.object(asked.body()));
  }
}
