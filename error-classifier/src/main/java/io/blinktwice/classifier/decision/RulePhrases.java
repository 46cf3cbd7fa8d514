package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Phrase.Spotted;
import io.blinktwice.classifier.decision.Phrases.Wording;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the words that any rule looks for, in one pass for all of them. */
final class RulePhrases {
  private static final Phrases ALL = new Phrases(wordings());

  private RulePhrases() {}

  private static List<Wording> wordings() {
    List<Wording> wordings = new ArrayList<>();
    for (Rule rule : Rules.IN_ORDER) {
      switch (rule) {
        case Rule.Phrase phrase -> add(wordings, phrase.name(), phrase.wordings());
        case Rule.PhraseUnless phrase -> add(wordings, phrase.name(), phrase.wordings());
        case Rule.SqlState _,
            Rule.Condition _,
            Rule.GatewayCondition _,
            Rule.ExceptionClass _,
            Rule.ThrownInside _,
            Rule.ExitCode _,
            Rule.NamelessStatus _,
            Rule.WordlessStatus _ -> {}
      }
    }
    add(wordings, MemoryRules.NOT_MEMORY, MemoryRules.NOT_MEMORY_WORDS);
    return wordings;
  }

  private static void add(List<Wording> wordings, String rule, List<String> words) {
    Phrase phrase = new Phrase(rule, Odds.PRIOR, false, null, "");
    words.forEach(each -> wordings.add(Wording.of(phrase, each)));
  }

  /** By rule, the words it would see. */
  static Map<String, String> in(String text) {
    Map<String, String> met = new HashMap<>();
    for (Spotted each : ALL.in("\n" + text)) {
      met.put(each.phrase().name(), each.words());
    }
    return met;
  }
}
