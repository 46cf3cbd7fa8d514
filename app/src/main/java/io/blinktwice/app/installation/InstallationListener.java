package io.blinktwice.app.installation;

/** Hears what happens, from several threads: be quick. */
public interface InstallationListener {
  void on(Happening happening);
}
