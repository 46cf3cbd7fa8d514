package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Phrase.Spotted;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the model looks at: words, exceptions, whose code they passed through, conditions, phrases
 * and the rule that applies.
 *
 * <p>Each is a name with its kind in front, so that a weight can be read. Everything variable is
 * masked before: no value, path or name of anybody's is ever a feature.
 */
final class Features {
  private static final int MAX_FRAMES = 10;
  private static final int SHORTEST = 2;
  private static final Pattern HUMPS =
      Pattern.compile("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_.$]+");
  private static final Pattern BLANKS = Pattern.compile("[\\s,;:()\\[\\]'\"=]+");

  private final Families families;
  private final Set<String> found = new LinkedHashSet<>();

  private Features(Families families) {
    this.families = families;
  }

  static List<String> of(
      Evidence evidence, List<Spotted> spotted, Families families, String ruleOrEmpty) {
    Features features = new Features(families);
    features.conditions(evidence);
    features.exceptions(evidence);
    features.frames(evidence);
    features.names(evidence.text());
    spotted.forEach(each -> features.found.add("phrase:" + each.phrase().name()));
    if (!ruleOrEmpty.isEmpty()) {
      features.found.add("rule:" + ruleOrEmpty);
    }
    features.words(evidence.text());
    return List.copyOf(features.found);
  }

  private void conditions(Evidence evidence) {
    String condition = evidence.condition();
    if (condition != null) {
      found.add("condition:" + evidence.conditionFamily());
      for (String token : condition.split("[._]")) {
        if (token.length() > SHORTEST) {
          found.add("token:" + token);
        }
      }
    }
    if (!evidence.sqlStateClass().isEmpty()) {
      found.add("sqlstate:" + evidence.sqlStateClass());
    }
    if (evidence.exitCode().isPresent()) {
      found.add("exit:" + evidence.exitCode().getAsInt());
    }
    if (!evidence.status().isEmpty()) {
      found.add("status:" + evidence.status());
    }
  }

  private void exceptions(Evidence evidence) {
    String root = evidence.root().exceptionClass();
    for (String name : evidence.classes()) {
      found.add("exception:" + simple(name));
      found.add("exception-of:" + families.of(name).name());
      for (String hump : HUMPS.split(simple(name))) {
        if (hump.length() > SHORTEST) {
          found.add("of-name:" + hump.toLowerCase(Locale.ROOT));
        }
      }
    }
    if (!root.isEmpty()) {
      root(simple(root), families.of(root), evidence);
    }
  }

  private void root(String name, Family thrown, Evidence evidence) {
    Complaint complaint = Complaint.of(name);
    found.add("root:" + name);
    found.add("root-of:" + thrown.name());
    found.add("root-kind:" + thrown.kind());
    found.add("complaint:" + complaint);
    found.add("complaint:" + complaint + " of " + thrown.kind());
    if (!evidence.frames().isEmpty()) {
      Family where = families.of(evidence.frames().getFirst());
      found.add("root:" + name + " in " + where.kind());
      found.add("complaint:" + complaint + " in " + where.kind());
      found.add("complaint:" + complaint + " in " + where.name());
      boolean below =
          evidence.frames().stream().anyMatch(each -> families.of(each).kind() == Family.Kind.USER);
      found.add("complaint:" + complaint + (below ? " below user code" : " without user code"));
    }
  }

  private void frames(Evidence evidence) {
    List<String> frames = evidence.frames();
    for (int i = 0; i < Math.min(MAX_FRAMES, frames.size()); i++) {
      Family family = families.of(frames.get(i));
      found.add("frame-of:" + family.name());
      found.add("frame-kind:" + family.kind());
      if (i == 0) {
        found.add("first-frame-of:" + family.name());
        found.add("first-frame-kind:" + family.kind());
        packages(frames.get(i));
      }
      if (family.team() != null) {
        found.add("frame-team:" + family.team());
      }
    }
    if (frames.isEmpty()) {
      found.add("frame-kind:none");
    }
  }

  private void packages(String frame) {
    String[] parts = frame.split("\\.");
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < Math.min(parts.length - 1, 6); i++) {
      path.append(i == 0 ? "" : ".").append(parts[i]);
      if (i >= 2) {
        found.add("package:" + path);
      }
    }
  }

  /** Classes and packages that the words mention, also with slashes as in linkage errors. */
  private void names(String text) {
    for (String token : BLANKS.split(text)) {
      String name = token.replace('/', '.');
      if (name.length() > SHORTEST
          && name.indexOf('.') > 0
          && name.indexOf('.') < name.length() - 1) {
        Family family = families.known(name);
        if (family != null && family.kind() != Family.Kind.JDK) {
          found.add("names:" + family.name());
          found.add("names-kind:" + family.kind());
          if (family.team() != null) {
            found.add("names-team:" + family.team());
          }
        }
      }
    }
  }

  private void words(String text) {
    List<String> words = Words.of(text);
    for (int i = 0; i < words.size(); i++) {
      found.add("word:" + words.get(i));
      if (i > 0) {
        found.add("words:" + words.get(i - 1) + " " + words.get(i));
      }
    }
  }

  private static String simple(String name) {
    int cut = Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
    return cut < 0 || cut == name.length() - 1 ? name : name.substring(cut + 1);
  }
}
