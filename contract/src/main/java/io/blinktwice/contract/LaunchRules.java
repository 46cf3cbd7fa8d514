package io.blinktwice.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a release may say of how its servers are launched. Whoever takes a release into the
 * catalogue asks it, and whoever launches servers asks it again.
 *
 * <p>The pool's own settings stay the pool's: where a server listens, who may call it, where it
 * writes, how much memory it has. Messages name settings, never values: those may be secret.
 */
public final class LaunchRules {
  private static final Pattern SETTING = Pattern.compile("spark\\.[A-Za-z0-9._-]{1,200}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
  private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cntrl}]");
  private static final int LONGEST_VALUE = 10_000;
  private static final int MOST = 200;

  /** Settings that end with a star are families. */
  private static final List<String> KEPT_SETTINGS =
      List.of(
          "spark.app.name",
          "spark.connect.grpc.binding.*",
          "spark.connect.grpc.interceptor.classes",
          "spark.driver.bindAddress",
          "spark.driver.extraClassPath",
          "spark.driver.extraJavaOptions",
          "spark.driver.host",
          "spark.driver.memory",
          "spark.extraListeners",
          "spark.local.dir",
          "spark.master",
          "spark.scheduler.allocation.file",
          "spark.scheduler.mode",
          "spark.sql.warehouse.dir",
          "spark.ui.*");

  /** What flags begin with. */
  private static final List<String> KEPT_FLAGS =
      List.of(
          "-Xmx",
          "-Xms",
          "-XX:MaxHeapSize",
          "-XX:InitialHeapSize",
          "-XX:+UseSerialGC",
          "-XX:+UseParallelGC",
          "-XX:+UseZGC",
          "-XX:+UseShenandoahGC",
          "-XX:OnOutOfMemoryError",
          "-XX:OnError",
          "-XX:+ExitOnOutOfMemoryError",
          "-XX:-ExitOnOutOfMemoryError",
          "-XX:+CrashOnOutOfMemoryError",
          "-XX:Flags",
          "-XX:VMOptionsFile",
          "-Djava.io.tmpdir",
          "-Dspark.",
          "-Djdk.reflect.useDirectMethodHandle",
          "-agent",
          "-javaagent",
          "-classpath",
          "-cp",
          "--class-path",
          "-jar",
          "-m",
          "--module",
          "-p",
          "--patch-module",
          "--upgrade-module-path",
          "-Xbootclasspath",
          "-version",
          "--version",
          "-help",
          "--help",
          "-h",
          "-?",
          "-Xdebug",
          "-Xrun");

  private LaunchRules() {}

  /** Everything that is wrong, each in one sentence; empty if nothing is. */
  public static List<String> problems(Map<String, String> sparkConf, List<String> jvmFlags) {
    List<String> problems = new ArrayList<>();
    if (sparkConf.size() > MOST || jvmFlags.size() > MOST) {
      problems.add("at most " + MOST + " settings and as many flags are taken");
      return List.copyOf(problems);
    }
    new TreeMap<>(sparkConf).forEach((name, value) -> addProblem(problems, name, value));
    jvmFlags.forEach(flag -> addProblem(problems, flag));
    return List.copyOf(problems);
  }

  private static void addProblem(List<String> problems, String name, String value) {
    if (!SETTING.matcher(name).matches()) {
      problems.add("'" + shown(name) + "' is no Spark setting; its name begins with spark.");
    } else if (KEPT_SETTINGS.stream().anyMatch(kept -> covers(kept, name))) {
      problems.add(name + " is the pool's own and cannot be set by a release");
    } else if (value.length() > LONGEST_VALUE || CONTROL.matcher(value).find()) {
      problems.add(
          "the value of %s is longer than %d characters or has control characters"
              .formatted(name, LONGEST_VALUE));
    }
  }

  private static boolean covers(String kept, String name) {
    return kept.endsWith("*")
        ? name.startsWith(kept.substring(0, kept.length() - 1))
        : kept.equals(name);
  }

  private static void addProblem(List<String> problems, String flag) {
    if (!flag.startsWith("-") || flag.length() > LONGEST_VALUE || BLANK.matcher(flag).find()) {
      problems.add("a flag of the JVM begins with a dash and has no space: '" + nameOf(flag) + "'");
    } else if (KEPT_FLAGS.stream().anyMatch(kept -> isOrExtends(flag, kept))) {
      problems.add(nameOf(flag) + " is the pool's own and cannot be set by a release");
    }
  }

  /** Short ones are whole words: -p, but not -parallel. */
  private static boolean isOrExtends(String flag, String kept) {
    return (kept.length() <= 3 || kept.equals("-jar"))
        ? flag.equals(kept) || flag.startsWith(kept + "=")
        : flag.startsWith(kept);
  }

  /** Without its value. */
  private static String nameOf(String flag) {
    int value = flag.indexOf('=');
    return shown(value < 0 ? flag : flag.substring(0, value));
  }

  private static String shown(String text) {
    String printable = CONTROL.matcher(text).replaceAll("?");
    return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
  }
}
