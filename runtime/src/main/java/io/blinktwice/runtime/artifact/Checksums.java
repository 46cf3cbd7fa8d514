package io.blinktwice.runtime.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a folder of artifacts must hold, as {@code sha256sum} writes it: hash, then file name. */
record Checksums(SortedMap<String, String> byFile, Path source) {
  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})[ *]{1,2}([^/\\\\]+)");

  static Checksums parse(String text, Path source) throws ArtifactsUnavailable {
    SortedMap<String, String> byFile = new TreeMap<>();
    for (String line : text.lines().filter(l -> !l.isBlank()).toList()) {
      Matcher parts = LINE.matcher(line);
      if (!parts.matches()) {
        throw new ArtifactsUnavailable(
            "%s has a line that is no checksum and file name: '%s'; restore it from version control"
                .formatted(source, line));
      }
      byFile.put(parts.group(2), parts.group(1));
    }
    return new Checksums(byFile, source);
  }

  /** The first file that is missing or should not be there; cheap, so done at every start. */
  Optional<String> differenceInNames(Path folder) throws IOException {
    SortedSet<String> there = filesIn(folder);
    for (String file : byFile.keySet()) {
      if (!there.contains(file)) {
        return Optional.of(file + " is missing");
      }
    }
    there.removeAll(byFile.keySet());
    return there.isEmpty()
        ? Optional.empty()
        : Optional.of(there.getFirst() + " is not in " + source);
  }

  /** The first file whose bytes are not the pinned ones. */
  Optional<String> differenceInBytes(Path folder) throws IOException {
    for (var expected : byFile.entrySet()) {
      String actual = sha256(folder.resolve(expected.getKey()));
      if (!actual.equals(expected.getValue())) {
        return Optional.of(
            "%s has the checksum %s, not %s"
                .formatted(expected.getKey(), actual, expected.getValue()));
      }
    }
    return Optional.empty();
  }

  private static SortedSet<String> filesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = PinnedPom.newSha256();
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
