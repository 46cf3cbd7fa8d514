package io.blinktwice.app.demo;

import io.blinktwice.app.installation.InstallationPlan;
import io.blinktwice.runtime.artifact.Progress;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What the parts of the story need.
 *
 * @param pyspark where it can be had
 * @param folder where jobs run
 */
record Stage(
    InstallationPlan plan,
    Story.Cast cast,
    Client.Jvm jvm,
    Optional<Client> pyspark,
    Clients clients,
    Path folder,
    Progress progress) {}
