package io.blinktwice.autoscaler.api;

import io.blinktwice.runtime.access.Caller;
import io.blinktwice.runtime.access.Needs;
import io.blinktwice.runtime.access.Right;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Put;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;

/** Pools of clusters: what is wanted of them, and why they are as they are. */
@Controller("/v1/pools")
@Requires(bean = PoolDesk.class)
@ExecuteOn(TaskExecutors.BLOCKING)
class PoolsController {
  private final PoolDesk desk;

  PoolsController(PoolDesk desk) {
    this.desk = desk;
  }

  /**
   * Lists the pools.
   *
   * @return each with what is wanted of it and how many clusters it has
   */
  @Get
  @Needs(Right.VIEW)
  PoolAnswer.Pools pools() {
    return desk.pools();
  }

  /**
   * Shows a pool.
   *
   * @param pool its name, such as local
   * @return what is wanted of it and how many clusters it has
   */
  @Get("/{pool}")
  @Needs(Right.VIEW)
  PoolAnswer pool(String pool) {
    return desk.pool(pool);
  }

  /**
   * Says why a pool is as it is.
   *
   * @param pool its name, such as local
   * @return the pool and the newest decisions on it, each with its forecast, bounds and reasons
   */
  @Get("/{pool}/explain")
  @Needs(Right.VIEW)
  PoolAnswer.Explained explainPool(String pool) {
    return desk.explain(pool);
  }

  /**
   * Says what is wanted of a pool; from then on decisions on it are carried out. What is impossible
   * is refused with the reason.
   *
   * @param pool its name, such as local
   * @return the pool as it is wanted from now on
   */
  @Put("/{pool}")
  @Needs(value = Right.OPERATE, platform = true)
  @RequestBody(
      required = true,
      content = @Content(schema = @Schema(implementation = PoolBody.class)))
  PoolAnswer wantPool(String pool, @Nullable @Body byte[] body, HttpRequest<?> request) {
    return desk.want(pool, body == null ? new byte[0] : body, Caller.of(request).actor());
  }
}
