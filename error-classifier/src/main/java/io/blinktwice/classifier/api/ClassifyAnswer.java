package io.blinktwice.classifier.api;

import io.blinktwice.classifier.decision.Classification;
import io.blinktwice.classifier.decision.Model;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * What a failure was.
 *
 * @param category USER, INFRASTRUCTURE or SYSTEM: the likeliest, also where it abstains
 * @param probability of the category
 * @param oom whether memory ran out
 * @param team whose desk it belongs on; none where nothing points to one
 * @param teams the likeliest three, best first
 * @param signature the same for one fault in different releases, with different values
 * @param abstained whether nothing was sure enough, so that the category is only a guess
 * @param changedBehaviour whether the two versions are known to differ in this on purpose
 * @param model that had a say; none where rules alone decided
 * @param reasons what decided, the most important first
 */
@Serdeable
record ClassifyAnswer(
    @Nullable String id,
    String category,
    double probability,
    boolean oom,
    @Nullable String team,
    List<String> teams,
    String signature,
    boolean abstained,
    boolean changedBehaviour,
    @Nullable String model,
    List<String> reasons) {

  static ClassifyAnswer of(@Nullable String id, Classification judged) {
    List<String> teams = judged.teams().stream().map(Model.Ranked::name).toList();
    return new ClassifyAnswer(
        id,
        judged.odds().likeliest().name(),
        judged.odds().likelihood(),
        judged.memoryRanOut(),
        teams.isEmpty() ? null : teams.getFirst(),
        teams,
        judged.signature(),
        judged.abstained(),
        judged.changedBehaviour(),
        judged.model(),
        judged.reasons().stream().map(reason -> reason.rule() + ": " + reason.sentence()).toList());
  }
}
