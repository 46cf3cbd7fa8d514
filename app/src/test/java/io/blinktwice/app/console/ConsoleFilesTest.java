package io.blinktwice.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleFilesTest {
  private final ConsoleFiles files = new ConsoleFiles("/console-test");

  @Test
  void givesOutAFileWithItsTypeAndItsSmallerCopy() {
    ConsoleFiles.Served page = files.find("index.html").orElseThrow();
    assertEquals("text/html; charset=utf-8", page.type());
    assertEquals("<!doctype html>\n", new String(page.plain(), StandardCharsets.UTF_8));
    assertTrue(page.zipped() != null);
    ConsoleFiles.Served style = files.find("assets/page.css").orElseThrow();
    assertTrue(style.zipped() == null);
    assertNotEquals(page.tag(), style.tag());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../openapi.yaml",
        "assets/../index.html",
        "/etc/passwd",
        "index.html/",
        "assets//page.css",
        "index.html.gz",
        "secret.txt",
        "",
        "%2e%2e/x.js",
        "no-such.js"
      })
  void givesOutNothingElse(String name) {
    assertTrue(files.find(name).isEmpty(), name);
  }
}
