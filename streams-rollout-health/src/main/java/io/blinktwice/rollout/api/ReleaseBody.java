package io.blinktwice.rollout.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release as a person describes it.
 *
 * @param predecessor the version that it follows
 * @param engine the pinned set of Spark jars that it runs on; the version itself if absent
 * @param sparkConf settings of its servers; each name begins with {@code spark.}
 * @param jvmFlags flags of its servers' JVMs; each begins with a dash and has no space
 */
@Schema(name = "ReleaseBody")
record ReleaseBody(
    @Nullable String predecessor,
    @Nullable String engine,
    @Nullable Map<String, String> sparkConf,
    @Nullable List<String> jvmFlags) {}
