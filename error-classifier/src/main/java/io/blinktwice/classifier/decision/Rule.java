package io.blinktwice.classifier.decision;

import io.blinktwice.contract.Reason;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** One named piece of knowledge about failures: what it looks at, what follows, and why. */
sealed interface Rule {
  String name();

  /** What follows where it applies. */
  Odds odds();

  /** Why that follows, for people. */
  String because();

  /** What it saw, in words for people; empty where the rule does not apply. */
  Optional<String> sees(Evidence evidence);

  default Optional<Finding> judge(Evidence evidence) {
    return sees(evidence)
        .map(seen -> new Finding(odds(), new Reason(name(), because() + " (" + seen + ")")));
  }

  /** A rule that applied, and what follows. */
  record Finding(Odds odds, Reason reason) {}

  /** By SQLSTATE: a whole one, or the two characters that open it. */
  record SqlState(String name, Set<String> states, Odds odds, String because) implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      String state = evidence.sqlState();
      boolean known =
          state != null && (states.contains(state) || states.contains(evidence.sqlStateClass()));
      return known ? Optional.of("SQLSTATE " + state) : Optional.empty();
    }
  }

  /** By Spark's error condition, whole or by the family before its first dot. */
  record Condition(String name, Set<String> conditions, Odds odds, String because) implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      String condition = evidence.condition();
      boolean known =
          condition != null
              && (conditions.contains(condition)
                  || conditions.contains(evidence.conditionFamily()));
      return known ? Optional.of("condition " + condition) : Optional.empty();
    }
  }

  /** By a condition that only the gateway gives, for calls that reached no server. */
  record GatewayCondition(String name, Set<String> conditions, Odds odds, String because)
      implements Rule {
    /** Whoever names an exception is a server, whatever its text quotes. */
    @Override
    public Optional<String> sees(Evidence evidence) {
      String condition = evidence.condition();
      boolean refused =
          !evidence.exceptionNamed() && condition != null && conditions.contains(condition);
      return refused ? Optional.of("condition " + condition) : Optional.empty();
    }
  }

  /** By an exception class of the chain, unless what lies below it is a defect of its own. */
  record ExceptionClass(String name, Set<String> classes, Odds odds, String because)
      implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      return defectBelow(evidence)
          ? Optional.empty()
          : evidence.classes().stream().filter(classes::contains).sorted().findFirst();
    }

    private boolean defectBelow(Evidence evidence) {
      String root = evidence.root().exceptionClass();
      Complaint complaint = Complaint.of(root.substring(root.lastIndexOf('.') + 1));
      return !classes.contains(root)
          && (complaint == Complaint.DEFECT || complaint == Complaint.LINKAGE);
    }
  }

  /** By an exception class whose innermost frame outside the JDK belongs to the engine. */
  record ThrownInside(String name, String exceptionClass, Pattern engine, Odds odds, String because)
      implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      String frame = evidence.firstFrame();
      boolean inside =
          evidence.classes().contains(exceptionClass)
              && frame != null
              && engine.matcher(frame).lookingAt();
      return inside ? Optional.of(exceptionClass + " at " + frame) : Optional.empty();
    }
  }

  /** By words of the text; {@code *} stands for a gap within a line. */
  record Phrase(String name, List<String> wordings, Odds odds, String because) implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      return Optional.ofNullable(evidence.met().get(name));
    }
  }

  /** By words of the text, unless other words say that they mean something else. */
  record PhraseUnless(String name, List<String> wordings, Odds odds, String unless, String because)
      implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      return evidence.met().containsKey(unless)
          ? Optional.empty()
          : Optional.ofNullable(evidence.met().get(name));
    }
  }

  /** By the exit code of a process whose end the text reports. */
  record ExitCode(String name, Set<Integer> codes, Odds odds, String because) implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      return evidence.exitCode().isPresent() && codes.contains(evidence.exitCode().getAsInt())
          ? Optional.of("exit code " + evidence.exitCode().getAsInt())
          : Optional.empty();
    }
  }

  /** By the gRPC status of an answer in which no server named an exception. */
  record NamelessStatus(String name, Set<String> statuses, Odds odds, String because)
      implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      boolean nameless = evidence.condition() == null && !evidence.exceptionNamed();
      return nameless && statuses.contains(evidence.status())
          ? Optional.of("gRPC status " + evidence.status())
          : Optional.empty();
    }
  }

  /** By the gRPC status of an answer without a single word. */
  record WordlessStatus(String name, Set<String> statuses, Odds odds, String because)
      implements Rule {
    @Override
    public Optional<String> sees(Evidence evidence) {
      return evidence.wordless() && statuses.contains(evidence.status())
          ? Optional.of("gRPC status " + evidence.status() + ", no description")
          : Optional.empty();
    }
  }
}
