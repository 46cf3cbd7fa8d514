package io.blinktwice.classifier.decision;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All rules, those first whose evidence can be trusted furthest. */
final class Rules {
  static final List<Rule> IN_ORDER =
      Stream.of(
              ProcessRules.IN_ORDER,
              GatewayRules.IN_ORDER,
              ConditionRules.NAMED_FOR_WHAT_HAPPENED,
              InfrastructureRules.INSIDE_ANY_WRAPPER,
              MemoryRules.AFTER_CAUSES,
              ConditionRules.NAMED_FOR_WHERE_IT_SURFACED,
              ExceptionRules.IN_ORDER,
              StatusRules.IN_ORDER,
              LeaningRules.IN_ORDER)
          .flatMap(List::stream)
          .toList();

  /** Those that are right whatever else the text says: nothing that was learnt overrules them. */
  private static final Set<String> EXACT =
      Stream.of(
              GatewayRules.IN_ORDER,
              ProcessRules.IN_ORDER,
              ConditionRules.NAMED_FOR_WHAT_HAPPENED,
              StatusRules.IN_ORDER)
          .flatMap(List::stream)
          .map(Rule::name)
          .collect(Collectors.toUnmodifiableSet());

  static boolean isExact(String rule) {
    return EXACT.contains(rule);
  }

  private Rules() {}
}
