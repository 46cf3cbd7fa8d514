package io.blinktwice.autoscaler.api;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a pool wants; what is absent stays as it is.
 *
 * @param mode standard (cheap; runs may wait) or performance (answers soon)
 * @param objective the one setting: share of the runs that may start late, such as 0.01
 * @param lateAfter seconds from when on a start is late; 60 unless said
 * @param minClusters never fewer
 * @param maxClusters never more
 * @param costCeilingPerHour never dearer, in the unit of the prices; 0 takes the ceiling away
 * @param sizes size classes, smallest first: the ladder after out-of-memory
 * @param retired whether it is to be emptied
 */
@Schema(name = "PoolBody")
record PoolBody(
    @Nullable String mode,
    @Nullable Double objective,
    @Nullable Long lateAfter,
    @Nullable Long minClusters,
    @Nullable Long maxClusters,
    @Nullable Double costCeilingPerHour,
    @Nullable List<SizeBody> sizes,
    @Nullable Boolean retired) {

  /**
   * A size class.
   *
   * @param size its name
   * @param cores its cores
   * @param memoryBytes its memory
   * @param pricePerHour its price, in any unit that is the same everywhere
   */
  @Schema(name = "PoolSizeBody")
  record SizeBody(
      String size, Long cores, @Nullable Long memoryBytes, @Nullable Double pricePerHour) {}
}
