package io.blinktwice.training;

import io.blinktwice.classifier.decision.Judges;
import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.knowledge.BuiltIn;
import io.blinktwice.classifier.knowledge.ModelFormat;
import io.blinktwice.training.School.Pupil;
import io.blinktwice.training.driven.Driving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the corpus, learns the models from it, and writes the model card.
 *
 * <p>{@code drive JAVA VERSION=FOLDER …} drives real servers, of which each folder holds the jars,
 * with that Java; {@code corpus VERSION=JAR …} makes examples anew, from stories, the catalogues of
 * those jars, and what driven servers said; {@code learn} learns from the corpus that is there;
 * {@code examine} prints how the committed models do on the texts from the field. All run in the
 * repository's root.
 */
public final class Training {
  static final Path CORPUS = Path.of("classifier-training/data/corpus-1.jsonl.gz");
  static final Path DRIVEN = Path.of("classifier-training/data/driven-1.jsonl.gz");
  private static final Path NOTED = Path.of("classifier-training/target/driven-1.jsonl");
  static final Path FIELD = Path.of("classifier-training/examination");
  static final Path CARD = Path.of("docs/classifier-model.md");
  static final Path MODEL =
      Path.of(
          "error-classifier/src/main/resources/io/blinktwice/classifier/knowledge/model-1.bin.gz");

  static final long SEED = 1;
  static final int OF_EACH_STORY = 14;

  private Training() {}

  public static void main(String[] arguments) throws IOException {
    List<String> words = List.of(arguments);
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "drive" -> drive(words.subList(1, words.size()));
      case "corpus" -> corpus(words.subList(1, words.size()));
      case "learn" -> learn();
      case "examine" -> System.out.print(summary(BuiltIn.learnt(), pupils()));
      default -> {
        System.err.println(
            "training: say 'drive JAVA VERSION=FOLDER …', 'corpus VERSION=JAR …', 'learn' or 'examine'");
        System.exit(2);
      }
    }
  }

  /** What stands left and right of the first equals sign of each word, in the order given. */
  private static Map<String, Path> byVersion(List<String> words) {
    Map<String, Path> paths = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        throw new IllegalArgumentException("a release and its path stand as VERSION=PATH: " + word);
      }
      paths.put(word.substring(0, equals), Path.of(word.substring(equals + 1)));
    }
    return paths;
  }

  private static void drive(List<String> words) throws IOException {
    Driving.into(NOTED, Path.of(words.getFirst()), byVersion(words.subList(1, words.size())));
    Driven.pack(NOTED, DRIVEN);
  }

  private static void corpus(List<String> jars) throws IOException {
    List<Example> examples = new ArrayList<>(Stories.examples(SEED, OF_EACH_STORY));
    for (Map.Entry<String, Path> jar : byVersion(jars).entrySet()) {
      examples.addAll(Catalogue.examples(jar.getValue(), jar.getKey(), SEED));
    }
    examples.addAll(Driven.examples(DRIVEN, SEED));
    Files.createDirectories(CORPUS.getParent());
    Corpus.write(CORPUS, examples);
    System.out.printf("%d examples, %d bytes%n", examples.size(), Files.size(CORPUS));
  }

  private static List<Pupil> pupils() throws IOException {
    return new School(BuiltIn.knowledge()).pupils(Corpus.read(CORPUS));
  }

  private static String summary(Learnt learnt, List<Pupil> pupils) throws IOException {
    return ModelCard.summary(learnt, BuiltIn.knowledge(), pupils, FieldTexts.in(FIELD));
  }

  private static void learn() throws IOException {
    Judges knowledge = BuiltIn.knowledge();
    List<Pupil> pupils = pupils();
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
    String summary = summary(BuiltIn.learnt(MODEL), pupils);
    Files.writeString(CARD, ModelCard.text(summary, tuning, examination));
    System.out.printf("%s%n%s, %d bytes%n", summary, head.id(), Files.size(MODEL));
  }

  /** Names what it was learnt from: the corpus and what reads it. */
  static String id(Path corpus) throws IOException {
    return "lr-1-" + digest(Files.readAllBytes(corpus));
  }

  static String digest(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 4);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
