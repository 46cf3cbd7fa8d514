package io.blinktwice.classifier.knowledge;

import io.blinktwice.classifier.decision.Judges.Learnt;
import io.blinktwice.classifier.decision.Model;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How models are kept: gzip of a version, an id, and for each model its classes, biases,
 * temperature and weights in two hundredths, features ascending by key.
 *
 * <p>A format of our own, so that serving needs no library that learns.
 */
public final class ModelFormat {
  private static final int VERSION = 1;
  private static final double STEPS_PER_UNIT = 200;
  private static final int MOST_FEATURES = 1 << 20;
  private static final int MOST_CLASSES = 100;

  private ModelFormat() {}

  /**
   * A model on its way into a file.
   *
   * @param weights by the key of the feature, in the order of the classes
   */
  public record Content(
      List<String> classes, double[] biases, double temperature, SortedMap<Long, float[]> weights) {
    static Content of(Model model) {
      return new Content(model.classes(), model.biases(), model.temperature(), model.weights());
    }
  }

  /**
   * What is kept beside the models.
   *
   * @param id of what was learnt
   */
  public record Head(String id, double trustInRules, double trustInVotes) {}

  public static void write(OutputStream file, Head head, List<Content> models) throws IOException {
    try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(file))) {
      out.writeInt(VERSION);
      out.writeUTF(head.id());
      out.writeDouble(head.trustInRules());
      out.writeDouble(head.trustInVotes());
      for (Content model : models) {
        out.writeInt(model.classes().size());
        for (int c = 0; c < model.classes().size(); c++) {
          out.writeUTF(model.classes().get(c));
          out.writeDouble(model.biases()[c]);
        }
        out.writeDouble(model.temperature());
        out.writeInt(model.weights().size());
        for (long key : model.weights().keySet()) {
          out.writeLong(key);
        }
        for (float[] weights : model.weights().values()) {
          for (float weight : weights) {
            out.writeShort(rounded(weight));
          }
        }
      }
    }
  }

  /** What a classifier has learnt, whole. */
  public static void write(OutputStream file, Learnt learnt) throws IOException {
    write(
        file,
        new Head(learnt.id(), learnt.trustInRules(), learnt.trustInVotes()),
        List.of(Content.of(learnt.categories()), Content.of(learnt.teams())));
  }

  private static int rounded(float weight) {
    return (int) Math.clamp(Math.round(weight * STEPS_PER_UNIT), Short.MIN_VALUE, Short.MAX_VALUE);
  }

  public static Learnt read(InputStream file) throws IOException {
    try (DataInputStream in = new DataInputStream(new GZIPInputStream(file, 1 << 16))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new IOException("models of format " + version + ", not " + VERSION);
      }
      String id = in.readUTF();
      double trustInRules = in.readDouble();
      double trustInVotes = in.readDouble();
      return new Learnt(id, model(in), model(in), trustInRules, trustInVotes);
    }
  }

  private static Model model(DataInputStream in) throws IOException {
    int count = bounded(in.readInt(), MOST_CLASSES);
    List<String> classes = new ArrayList<>();
    double[] biases = new double[count];
    for (int c = 0; c < count; c++) {
      classes.add(in.readUTF());
      biases[c] = in.readDouble();
    }
    double temperature = in.readDouble();
    int features = bounded(in.readInt(), MOST_FEATURES);
    long[] keys = new long[features];
    for (int f = 0; f < features; f++) {
      keys[f] = in.readLong();
    }
    float[][] weights = new float[features][count];
    for (float[] row : weights) {
      for (int c = 0; c < count; c++) {
        row[c] = (float) (in.readShort() / STEPS_PER_UNIT);
      }
    }
    return new Model(classes, keys, weights, biases, temperature);
  }

  private static int bounded(int count, int most) throws IOException {
    if (count < 0 || count > most) {
      throw new IOException("a model of " + count + " parts");
    }
    return count;
  }
}
