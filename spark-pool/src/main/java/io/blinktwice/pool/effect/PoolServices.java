package io.blinktwice.pool.effect;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.pool.decision.LaunchSpec;
import io.blinktwice.pool.decision.PoolSecret;
import io.blinktwice.pool.decision.RestartPolicy;
import io.blinktwice.pool.decision.ServerStatus;
import io.blinktwice.pool.decision.SizeClasses;
import io.blinktwice.pool.metrics.PoolMetrics;
import io.blinktwice.runtime.kafka.KafkaConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Consumer;

/** All that works in a pool's process, started and stopped in its order. */
public final class PoolServices implements AutoCloseable {
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
    PoolMetrics metrics = new PoolMetrics();
    Loads loads = new Loads();
    Reception reception = new Reception();
    ReportServer reports = ReportServer.open(plan.secret(), reception);
    started.push(reports);
    Catalogue catalogue =
        new Catalogue(kafka, plan.pool(), plan.installations().engines(), metrics);
    started.push(catalogue);
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
    started.push(new ScalingOrders(kafka, plan.pool(), supervisor::carryOut, metrics));
    started.push(
        EnrichmentCollector.start(
            kafka,
            plan.pool(),
            new Explanations(plan.installations(), catalogue::spec, plan.sizes().ordinary())));
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
