package io.blinktwice.pinning.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client environment as somebody describes it.
 *
 * @param clientApi version of the Spark client API
 * @param clientType which client: python, scala, go
 * @param runtime Python or JVM that it runs on, such as python-3.12
 * @param dependencies base dependencies, version by name
 * @param oldestEngine first engine version that it works with
 * @param newestEngine last engine version that it works with
 * @param excludedEngines engine versions in between that it does not work with
 * @param state supported, deprecated or retired; supported if absent
 * @param advice what a user of a deprecated or retired one should do
 */
@Schema(name = "EnvironmentBody")
record EnvironmentBody(
    @Nullable String clientApi,
    @Nullable String clientType,
    @Nullable String runtime,
    @Nullable Map<String, String> dependencies,
    @Nullable String oldestEngine,
    @Nullable String newestEngine,
    @Nullable List<String> excludedEngines,
    @Nullable String state,
    @Nullable String advice) {}
