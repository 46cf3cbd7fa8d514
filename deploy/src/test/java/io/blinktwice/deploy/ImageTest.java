package io.blinktwice.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.blinktwice.testkit.Golden;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image that is built without an engine is one, and the same from the same. */
class ImageTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TAR_BLOCK = 512;
  private static final int TAR_MODE = 100;
  private static final int TAR_SIZE = 124;
  private static final Path IMAGE = Yamls.DEPLOY.resolve("image");

  @TempDir private Path folder;
  private Path program;

  @BeforeEach
  void aSmallProgramAndABase() throws Exception {
    program = folder.resolve("program");
    Path home = program.resolve("opt/blinktwice");
    Files.createDirectories(home.resolve("app/target/lib"));
    Files.createDirectories(program.resolve("var/lib/blinktwice"));
    for (String file :
        List.of("app/target/lib/a.jar", "app/target/app.jar", "java.args", "LICENSE")) {
      Files.writeString(home.resolve(file), file);
    }
    Path base = folder.resolve("base/blobs");
    Files.createDirectories(base.resolve("sha256"));
    byte[] layer = "a layer".getBytes(StandardCharsets.UTF_8);
    String config =
        blob(
            base,
            "{\"config\": {\"Env\": [\"PATH=/bin\", \"HOME=/root\"]}, \"rootfs\": {\"diff_ids\": [\"sha256:00\"]}}");
    String manifest =
        blob(
            base,
            "{\"config\": {\"digest\": \"%s\"}, \"layers\": [{\"digest\": \"%s\", \"size\": %d}]}"
                .formatted(
                    config, blob(base, new String(layer, StandardCharsets.UTF_8)), layer.length));
    Files.writeString(
        folder.resolve("base/index.json"),
        "{\"manifests\": [{\"digest\": \"%s\"}]}".formatted(manifest));
  }

  private static String blob(Path blobs, String content) throws Exception {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    String digest = sha256(bytes);
    Files.write(blobs.resolve("sha256").resolve(digest), bytes);
    return "sha256:" + digest;
  }

  @Test
  void itIsALayoutWhoseDigestsAreRight() throws Exception {
    Path image = built("one");
    JsonNode manifest = manifest(image);
    assertEquals(3, manifest.path("layers").size());
    List<JsonNode> descriptors = new ArrayList<>();
    manifest.path("layers").forEach(descriptors::add);
    descriptors.add(manifest.path("config"));
    for (JsonNode descriptor : descriptors) {
      byte[] content = blobOf(image, descriptor);
      assertEquals(descriptor.path("size").asInt(), content.length);
      assertEquals(descriptor.path("digest").asText(), "sha256:" + sha256(content));
    }
    JsonNode config = JSON.readTree(blobOf(image, manifest.path("config")));
    assertEquals(3, config.at("/rootfs/diff_ids").size());
    byte[] plain =
        new GZIPInputStream(new ByteArrayInputStream(blobOf(image, manifest.at("/layers/2"))))
            .readAllBytes();
    assertEquals(config.at("/rootfs/diff_ids/2").asText(), "sha256:" + sha256(plain));
  }

  @Test
  void whatItRunsCanBeReadByEverybody() throws Exception {
    Path image = built("one");
    byte[] layer =
        new GZIPInputStream(
                new ByteArrayInputStream(blobOf(image, manifest(image).at("/layers/1"))))
            .readAllBytes();
    Map<String, String> modes = new TreeMap<>();
    for (int at = 0; at < layer.length && layer[at] != 0; ) {
      String size = text(layer, at + TAR_SIZE, 11);
      modes.put(text(layer, at, 100), text(layer, at + TAR_MODE, 7));
      int blocks = (Integer.parseInt(size, 8) + TAR_BLOCK - 1) / TAR_BLOCK;
      at += (blocks + 1) * TAR_BLOCK;
    }
    assertEquals("0000755", modes.get("opt/"), modes.toString());
    assertEquals("0000755", modes.get("opt/blinktwice/"), modes.toString());
    assertEquals("0000644", modes.get("opt/blinktwice/app/target/lib/a.jar"), modes.toString());
  }

  private static String text(byte[] bytes, int from, int most) {
    int length = 0;
    while (length < most && bytes[from + length] != 0) {
      length++;
    }
    return new String(bytes, from, length, StandardCharsets.US_ASCII);
  }

  @Test
  void itRunsAsNobodyInParticularAndKeepsWhatTheBaseSays() throws Exception {
    Path image = built("one");
    JsonNode config = JSON.readTree(blobOf(image, manifest(image).path("config"))).path("config");
    assertEquals("65532:65532", config.path("User").asText());
    assertEquals("/java", config.at("/Entrypoint/0").asText());
    assertEquals("server", config.at("/Cmd/0").asText());
    String environment = config.path("Env").toString();
    assertTrue(environment.contains("PATH=/bin"), environment);
    assertFalse(environment.contains("/root"), environment);
  }

  @Test
  void theSameGivesTheSame() throws Exception {
    String first = Files.readString(built("one").resolve("index.json"));
    for (Path file : filesOf(program)) {
      Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(1_000));
    }
    assertEquals(first, Files.readString(built("two").resolve("index.json")));
    Files.writeString(program.resolve("opt/blinktwice/LICENSE"), "another");
    assertFalse(first.equals(Files.readString(built("three").resolve("index.json"))));
  }

  @Test
  void theDockerfileTakesWhatTheLayoutMakes() throws IOException {
    String layout = Files.readString(IMAGE.resolve("layout"));
    List<String> instructions = Files.readAllLines(IMAGE.resolve("Dockerfile"));
    for (String line : instructions) {
      if (line.startsWith("COPY ") && !line.contains("--from")) {
        String[] words = line.split(" ");
        for (int i = 1; i < words.length - 1; i++) {
          assertTrue(layout.contains("$into/" + words[i].replace("/", "")), line);
        }
      }
    }
    assertTrue(instructions.contains("USER 65532:65532"));
    assertTrue(instructions.contains("ENTRYPOINT [\"java\", \"@/opt/blinktwice/java.args\"]"));
    List<String> arguments = Files.readAllLines(IMAGE.resolve("java.args"));
    assertEquals("CLASS_PATH", arguments.get(arguments.size() - 2));
    assertEquals("io.blinktwice.app.Blinktwice", arguments.getLast());
  }

  private Path built(String name) throws Exception {
    Path out = folder.resolve(name);
    Process build =
        new ProcessBuilder(
                "python3",
                IMAGE.resolve("oci.py").toString(),
                "--program",
                program.toString(),
                "--base",
                folder.resolve("base").toString(),
                "--java",
                "/java",
                "--out",
                out.toString())
            .directory(Golden.root().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(build.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, build.waitFor(), said);
    return out;
  }

  private static JsonNode manifest(Path image) throws IOException {
    JsonNode index = JSON.readTree(image.resolve("index.json").toFile());
    return JSON.readTree(blobOf(image, index.at("/manifests/0")));
  }

  private static byte[] blobOf(Path image, JsonNode descriptor) throws IOException {
    return Files.readAllBytes(
        image.resolve("blobs").resolve(descriptor.path("digest").asText().replace(":", "/")));
  }

  private static List<Path> filesOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
