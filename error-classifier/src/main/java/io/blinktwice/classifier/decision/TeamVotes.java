package io.blinktwice.classifier.decision;

import io.blinktwice.classifier.decision.Model.Ranked;
import io.blinktwice.classifier.decision.Phrase.Spotted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Whose desk, by counting what points to one: the fallback where nothing was learnt. */
final class TeamVotes {
  private static final double FIRST_FRAME = 3;
  private static final double ROOT_EXCEPTION = 3;
  private static final double PHRASE = 2;
  private static final double FURTHER_FRAME = 0.5;
  private static final double DOUBT = 1;
  private static final double NO_VOTE = 0.1;

  private final Map<String, Double> votes = new TreeMap<>();

  private TeamVotes() {}

  static List<Ranked> of(Evidence evidence, List<Spotted> spotted, Families families) {
    TeamVotes count = new TeamVotes();
    count.vote(families.of(evidence.root().exceptionClass()).team(), ROOT_EXCEPTION);
    for (int i = 0; i < evidence.frames().size(); i++) {
      String team = families.of(evidence.frames().get(i)).team();
      count.vote(team, i == 0 ? FIRST_FRAME : FURTHER_FRAME);
    }
    spotted.forEach(each -> count.vote(each.phrase().team(), PHRASE));
    return count.ranked();
  }

  /** What was learnt, with votes counting so far beside it. */
  static List<Ranked> weighed(List<Ranked> learnt, List<Ranked> votes, double trust) {
    Map<String, Double> scores = new TreeMap<>();
    for (Ranked each : learnt) {
      double voted =
          votes.stream()
              .filter(vote -> vote.name().equals(each.name()))
              .mapToDouble(Ranked::probability)
              .sum();
      scores.put(each.name(), each.probability() * Math.pow(NO_VOTE + voted, trust));
    }
    double all = scores.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Ranked> weighed = new ArrayList<>();
    scores.forEach((team, score) -> weighed.add(new Ranked(team, score / all)));
    weighed.sort(Comparator.comparingDouble(Ranked::probability).reversed());
    return weighed;
  }

  private void vote(@Nullable String team, double weight) {
    if (team != null) {
      votes.merge(team, weight, Double::sum);
    }
  }

  private List<Ranked> ranked() {
    double all = DOUBT + votes.values().stream().mapToDouble(Double::doubleValue).sum();
    List<Ranked> ranked = new ArrayList<>();
    votes.forEach((team, weight) -> ranked.add(new Ranked(team, weight / all)));
    ranked.sort(Comparator.comparingDouble(Ranked::probability).reversed());
    return ranked;
  }
}
