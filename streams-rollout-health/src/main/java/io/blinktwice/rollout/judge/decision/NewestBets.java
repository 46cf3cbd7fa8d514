package io.blinktwice.rollout.judge.decision;

import io.blinktwice.contract.state.StateReader;
import io.blinktwice.contract.state.StateWriter;
import io.blinktwice.rollout.evidence.decision.News;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The bets that a decision names as its evidence: so many that a person can read them. */
final class NewestBets {
  private static final int REMEMBERED = 32;

  private final Deque<Bet> bets = new ArrayDeque<>();

  void add(Bet bet) {
    if (bets.size() == REMEMBERED) {
      bets.removeFirst();
    }
    bets.addLast(bet);
  }

  /** Oldest first. */
  List<Bet> list() {
    return List.copyOf(bets);
  }

  /** What was bet on at this retry. */
  static Bet.Kind kindOf(News.Retried retry) {
    if (!retry.same()) {
      return retry.succeeded() ? Bet.Kind.FIRST_FAILURE : Bet.Kind.FAILED_ON_BOTH;
    }
    return retry.succeeded() ? Bet.Kind.RECOVERED : Bet.Kind.FAILED_AGAIN;
  }

  void write(StateWriter out) {
    out.list(bets, (each, bet) -> bet.write(each));
  }

  void read(StateReader in) {
    bets.addAll(in.list(Bet::read));
  }
}
