package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.events.Release;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.pool.decision.SizeClasses;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.kafka.KafkaConnection;
import io.blinktwice.runtime.kafka.TopicView;
import io.blinktwice.schemas.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that works in a pool's process, started and stopped in its order. */
public final class PoolServices implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PoolServices.class);
  private static final Duration CATCH_UP = Duration.ofSeconds(30);

  private final Deque<AutoCloseable> started = new ArrayDeque<>();

  /**
   * What is to run.
   *
   * @param servers never more at once
   */
  public record Plan(
      String pool,
      EngineInstallations installations,
      PoolSecret secret,
      SizeClasses sizes,
      int servers,
      Duration drainWithin) {}

  private PoolServices() {}

  /** The journal is closed with it, also if it does not start. */
  public static PoolServices start(
      KafkaConnection kafka, Plan plan, LifecycleJournal journal, Consumer<ServerStatus> listener)
      throws IOException {
    PoolServices services = new PoolServices();
    try {
      services.startAll(kafka, plan, journal, listener);
      return services;
    } catch (IOException | RuntimeException e) {
      services.close();
      throw e;
    }
  }

  private void startAll(
      KafkaConnection kafka, Plan plan, LifecycleJournal journal, Consumer<ServerStatus> listener)
      throws IOException {
    started.push(journal);
    OfferedSizes.tell(kafka, plan.pool(), plan.sizes());
    PoolMetrics metrics = new PoolMetrics();
    Loads loads = new Loads();
    Reception reception = new Reception();
    ReportServer reports = ReportServer.open(plan.secret(), reception);
    started.push(reports);
    Catalogue catalogue = new Catalogue(plan.installations().engines(), metrics);
    started.push(read(kafka, plan.pool(), catalogue));
    PoolSupervisor supervisor =
        new PoolSupervisor(
            new ClusterSupervisor.Surroundings(
                plan.pool(),
                (slot, spec, cluster) ->
                    plan.installations().launch(slot, spec, cluster, reports.port()),
                RestartPolicy.DEFAULT,
                journal,
                loads,
                plan.drainWithin(),
                status -> {
                  metrics.on(status);
                  listener.accept(status);
                }),
            plan.sizes(),
            plan.servers());
    KafkaReports published = new KafkaReports(kafka, loads, metrics, supervisor::cluster);
    started.push(published);
    reception.open(published);
    loads.whenGone(
        cluster -> {
          published.gone(cluster);
          metrics.gone(cluster);
        });
    started.push(supervisor);
    supervisor.start(
        plan.installations().engines().stream()
            .map(engine -> catalogue.spec(engine).orElseGet(() -> LaunchSpec.plain(engine)))
            .toList());
    catalogue.tell(reader(supervisor));
    ScalingOrders orders =
        new ScalingOrders(plan.pool(), Instant.now(), supervisor::carryOut, metrics);
    started.push(
        TopicView.follow(kafka, Topics.SCALING_DECISIONS, plan.pool() + "-actuator", orders));
    started.push(
        EnrichmentCollector.start(
            kafka,
            plan.pool(),
            new Explanations(plan.installations(), catalogue::spec, plan.sizes().ordinary())));
  }

  /** As it is now, so that no server is launched otherwise and replaced at once. */
  private static TopicView<Release> read(KafkaConnection kafka, String pool, Catalogue catalogue) {
    TopicView<Release> view =
        TopicView.follow(kafka, Topics.RELEASES, pool + "-catalogue", catalogue);
    if (!view.awaitCaughtUp(CATCH_UP)) {
      LOG.atWarn().log("the catalogue is not read yet: engines are launched as they are");
    }
    return view;
  }

  private static Catalogue.Reader reader(PoolSupervisor supervisor) {
    return new Catalogue.Reader() {
      @Override
      public Optional<String> offer(LaunchSpec spec) {
        return supervisor.offer(spec);
      }

      @Override
      public void retire(EngineVersion version) {
        supervisor.retire(version);
      }
    };
  }

  /** Stops everything that was started, the last first, whatever one of them says. */
  @Override
  public void close() {
    IllegalStateException failed = null;
    while (!started.isEmpty()) {
      try {
        started.pop().close();
      } catch (Exception e) {
        failed = failed == null ? new IllegalStateException("the pool stopped badly", e) : failed;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
