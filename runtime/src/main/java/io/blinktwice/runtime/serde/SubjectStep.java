package io.blinktwice.runtime.serde;

/** What lies between a registry's subject as it is and as it is to be. */
public sealed interface SubjectStep {
  String subject();

  /** For people. */
  String sentence();

  /** Our schema is not there; the registry takes it. */
  record Register(String subject) implements SubjectStep {
    @Override
    public String sentence() {
      return "register the schema";
    }
  }

  /** Later schemas are checked otherwise than they are to be. */
  record Require(String subject, String from, String to) implements SubjectStep {
    @Override
    public String sentence() {
      return "set compatibility from %s to %s".formatted(from, to);
    }
  }

  /** Somebody registered what our schema does not fit. */
  record Incompatible(String subject) implements SubjectStep {
    @Override
    public String sentence() {
      return "subject %s has versions that our schema is not compatible with; use other topics (--set blinktwice.topic-prefix=NAME), or remove those versions"
          .formatted(subject);
    }
  }

  /** Nothing is to be done. */
  record Fits(String subject) implements SubjectStep {
    @Override
    public String sentence() {
      return "fits";
    }
  }
}
