package io.blinktwice.training;

import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.training.School.Pupil;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Makes the corpus, learns the models from it, and writes the model card.
 *
 * <p>{@code corpus VERSION=JAR …} makes examples anew, from stories and the catalogues of those
 * jars; {@code learn} learns from the corpus that is there. Both run in the repository's root.
 */
public final class Training {
  static final Path CORPUS = Path.of("classifier-training/data/corpus-1.jsonl.gz");
  static final Path CARD = Path.of("docs/classifier-model.md");
  static final Path MODEL =
      Path.of(
          "error-classifier/src/main/resources/io/blinktwice/classifier/knowledge/model-1.bin.gz");

  static final long SEED = 1;
  static final int OF_EACH_STORY = 20;

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    if (words.isEmpty() || !List.of("corpus", "learn").contains(words.getFirst())) {
      System.err.println("training: say 'corpus VERSION=JAR …' or 'learn'");
      System.exit(2);
    }
    if (words.getFirst().equals("corpus")) {
      corpus(words.subList(1, words.size()));
    } else {
      learn();
    }
  }

  private static void corpus(List<String> jars) throws IOException {
    List<Example> examples = new ArrayList<>(Stories.examples(SEED, OF_EACH_STORY));
    for (String jar : jars) {
      int equals = jar.indexOf('=');
      String version = jar.substring(0, equals);
      examples.addAll(Catalogue.examples(Path.of(jar.substring(equals + 1)), version, SEED));
    }
    Files.createDirectories(CORPUS.getParent());
    Corpus.write(CORPUS, examples);
    System.out.printf("%d examples, %d bytes%n", examples.size(), Files.size(CORPUS));
  }

  private static void learn() throws IOException {
    Judges knowledge = BuiltIn.knowledge();
    List<Pupil> pupils = new School(knowledge).pupils(Corpus.read(CORPUS));
    Examination examination = new Examination(knowledge, pupils);
    Examination.Tuning tuning = examination.tuned();
    List<ModelFormat.Content> models =
        School.learn(pupils).stream()
            .map(
                model ->
                    new ModelFormat.Content(
                        model.classes(), model.biases(), tuning.temperature(), model.weights()))
            .toList();
    ModelFormat.Head head =
        new ModelFormat.Head(id(CORPUS), tuning.trustInRules(), tuning.trustInVotes());
    ModelFormat.write(Files.newOutputStream(MODEL), head, models);
    Files.writeString(CARD, new ModelCard(head, tuning, examination).text());
    System.out.printf("%s, %d bytes%n", head.id(), Files.size(MODEL));
  }

  /** Names what it was learnt from: the corpus and what reads it. */
  static String id(Path corpus) throws IOException {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(Files.readAllBytes(corpus));
      return "lr-1-" + HexFormat.of().formatHex(digest.digest(), 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
