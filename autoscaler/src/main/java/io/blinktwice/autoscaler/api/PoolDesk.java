package io.blinktwice.autoscaler.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.blinktwice.events.Pool;
import io.blinktwice.events.PoolMode;
import io.blinktwice.events.PoolSize;
import io.blinktwice.runtime.http.Attribution;
import io.blinktwice.runtime.http.Fields;
import io.blinktwice.runtime.http.JsonBody;
import io.blinktwice.runtime.http.ProblemException;
import io.blinktwice.schemas.TrustedRecords;
import io.micronaut.http.HttpStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers about pools, and writes what people want of them; what is impossible is refused. */
public final class PoolDesk {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int MOST_BYTES = 64 << 10;
  private static final int MOST_CLUSTERS = 2_000;
  private static final int MOST_SIZES = 50;
  private static final int MOST_CORES = 10_000;
  private static final double STRICTEST = 1e-5;

  static {
    TrustedRecords.register();
  }

  private final PoolView view;
  private final PoolLog log;
  private final Clock clock;

  public PoolDesk(PoolView view, PoolLog log, Clock clock) {
    this.view = view;
    this.log = log;
    this.clock = clock;
  }

  PoolAnswer.Pools pools() {
    requireRead();
    return new PoolAnswer.Pools(view.names().stream().map(this::answer).toList());
  }

  PoolAnswer pool(String name) {
    requireRead();
    requireKnown(name);
    return answer(name);
  }

  PoolAnswer.Explained explain(String name) {
    requireRead();
    requireKnown(name);
    return new PoolAnswer.Explained(
        answer(name), view.decisionsOn(name).stream().map(PoolAnswer.DecisionAnswer::of).toList());
  }

  private PoolAnswer answer(String name) {
    return PoolAnswer.of(name, view.pool(name).orElse(null), view.clustersOf(name));
  }

  private void requireKnown(String name) {
    if (!view.names().contains(name)) {
      throw new ProblemException(
          HttpStatus.NOT_FOUND, "there is no pool '%s'".formatted(Fields.shown(name)));
    }
  }

  /** Answers with the pool as it is wanted from now on. */
  synchronized PoolAnswer want(String name, byte[] body, @Nullable String actor) {
    requireRead();
    Pool pool = read(name, body, actor);
    try {
      log.want(pool).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw unwritten();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unwritten();
    }
    return PoolAnswer.of(name, pool, view.clustersOf(name));
  }

  private static ProblemException unwritten() {
    return new ProblemException(
        HttpStatus.SERVICE_UNAVAILABLE, "Kafka did not take it, or did not say so; look again");
  }

  private Pool read(String name, byte[] body, @Nullable String actor) {
    if (body.length > MOST_BYTES) {
      throw new ProblemException(
          HttpStatus.REQUEST_ENTITY_TOO_LARGE, "the body has more than 64 KiB");
    }
    JsonNode object = JsonBody.object(body);
    Fields fields = new Fields(object, PoolBody.class);
    if (!NAME.matcher(name).matches()) {
      fields.wrong("a pool's name has letters, digits, '.', '_' and '-', such as local");
    }
    Pool.Builder pool = Pool.newBuilder(view.pool(name).orElseGet(() -> unsaid(name)));
    fields
        .word("mode", EnumSet.of(PoolMode.STANDARD, PoolMode.PERFORMANCE))
        .ifPresent(pool::setMode);
    objective(fields, pool);
    fields
        .whole("lateAfter", 10, 3_600)
        .ifPresent(seconds -> pool.setLateAfterMillis(seconds * 1000));
    fields
        .whole("minClusters", 0, MOST_CLUSTERS)
        .ifPresent(least -> pool.setMinClusters((int) least));
    fields
        .whole("maxClusters", 0, MOST_CLUSTERS)
        .ifPresent(most -> pool.setMaxClusters((int) most));
    ceiling(fields, pool);
    if (fields.has("sizes")) {
      pool.setSizes(sizes(fields));
    }
    if (fields.has("retired")) {
      pool.setRetired(fields.flag("retired"));
    }
    possible(fields, pool);
    fields.refuseProblems();
    return pool.setChangedBy(Attribution.actor(actor))
        .setChangedAt(clock.instant().truncatedTo(ChronoUnit.MILLIS))
        .build();
  }

  /** With the defaults of the topic. */
  private Pool unsaid(String name) {
    return Pool.newBuilder().setPool(name).setChangedBy("").setChangedAt(clock.instant()).build();
  }

  private static void objective(Fields fields, Pool.Builder pool) {
    OptionalDouble objective = fields.number("objective");
    if (objective.isPresent()) {
      double share = objective.getAsDouble();
      if (share >= STRICTEST && share <= 0.5) {
        pool.setLateShare(share);
      } else {
        fields.wrong(
            "'objective' is the share of runs that may start late, from 0.00001 to 0.5: that none"
                + " ever does cannot be promised");
      }
    }
  }

  private static void ceiling(Fields fields, Pool.Builder pool) {
    OptionalDouble ceiling = fields.number("costCeilingPerHour");
    if (ceiling.isPresent()) {
      double most = ceiling.getAsDouble();
      if (most >= 0 && most < Double.MAX_VALUE) {
        pool.setCostCeilingPerHour(most > 0 ? most : null);
      } else {
        fields.wrong("'costCeilingPerHour' is a price; 0 takes the ceiling away");
      }
    }
  }

  private static List<PoolSize> sizes(Fields fields) {
    List<PoolSize> sizes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long before = 0;
    for (Fields each : fields.inners("sizes", MOST_SIZES, PoolBody.SizeBody.class)) {
      String name = each.text("size", 64).orElse("");
      long memory = each.whole("memoryBytes", 0, 1L << 50).orElse(0);
      double price = each.number("pricePerHour").orElse(0);
      if (!NAME.matcher(name).matches() || !names.add(name)) {
        fields.wrong("each of 'sizes' has a name of its own, such as small");
      }
      if (memory < before) {
        fields.wrong("'sizes' go from the smallest memory to the largest");
      }
      if (!(price >= 0 && price < Double.MAX_VALUE)) {
        fields.wrong("a 'pricePerHour' is 0 or more");
      }
      before = memory;
      long cores = each.whole("cores", 1, MOST_CORES).orElse(1);
      sizes.add(new PoolSize(name, (int) cores, memory, price));
    }
    return sizes;
  }

  private static void possible(Fields fields, Pool.Builder pool) {
    if (pool.getMinClusters() > pool.getMaxClusters()) {
      fields.wrong(
          "at least %d and at most %d clusters is impossible"
              .formatted(pool.getMinClusters(), pool.getMaxClusters()));
    }
    Double ceiling = pool.getCostCeilingPerHour();
    List<PoolSize> sizes = pool.getSizes();
    if (ceiling != null && !sizes.isEmpty()) {
      double least = pool.getMinClusters() * sizes.getFirst().getPricePerHour();
      if (least > ceiling) {
        fields.wrong(
            "%d clusters cost %s an hour, more than the ceiling of %s"
                .formatted(pool.getMinClusters(), least, ceiling));
      } else if (sizes.getFirst().getPricePerHour() > ceiling && pool.getMaxClusters() > 0) {
        fields.wrong("the ceiling of %s does not pay for a single cluster".formatted(ceiling));
      }
    }
  }

  private void requireRead() {
    if (!log.isRead()) {
      throw new ProblemException(
          HttpStatus.SERVICE_UNAVAILABLE, "the topics are still being read; try again in a moment");
    }
  }
}
