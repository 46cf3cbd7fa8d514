package io.blinktwice.app.installation;

import io.blinktwice.contract.EngineVersion;
import io.blinktwice.runtime.artifact.PinnedArtifacts;
import io.blinktwice.runtime.artifact.Progress;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A whole installation on one machine: Kafka, registry, control plane and Spark servers, as
 * processes that end with this one.
 *
 * <p>Not reusable: start once, close once. Closing is allowed at any moment and from any thread.
 */
public final class Installation implements AutoCloseable {
  private static final Duration PORTS_FREE_WITHIN = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final InstallationPlan plan;
  private final InstallationListener listener;
  private final Programs programs;
  private final Progress fetching;
  private final LocalHttp http;
  private final Map<String, Component> components = new LinkedHashMap<>();
  private final CompletableFuture<String> failure = new CompletableFuture<>();
  private @Nullable FolderLock lock;
  private @Nullable EngineStates engines;
  private boolean closed;

  public Installation(InstallationPlan plan, InstallationListener listener) {
    this(plan, ClassCaches.of(plan.home(), System.getenv()), listener);
  }

  public Installation(InstallationPlan plan, ClassCaches caches, InstallationListener listener) {
    this.plan = plan;
    this.programs = new Programs(plan, caches);
    this.http = new LocalHttp(plan.folder());
    this.fetching = step -> listener.on(new Happening.Fetching(step));
    this.listener =
        happening -> {
          if (happening instanceof Happening.GivenUp end) {
            failure.complete(end.sentence());
          }
          listener.on(happening);
        };
  }

  public Addresses addresses() {
    return plan.addresses();
  }

  /** The process with all roles of the control plane. */
  public Component controlPlane() {
    return component(Programs.CONTROL_PLANE);
  }

  /** The process that owns the Spark servers. */
  public Component pool() {
    return component(Programs.POOL);
  }

  /** The embedded Kafka node. */
  public Component broker() {
    return component(Programs.BROKER);
  }

  /** The embedded schema registry. */
  public Component registry() {
    return component(Programs.REGISTRY);
  }

  private synchronized Component component(String name) {
    Component found = components.get(name);
    if (found == null) {
      throw new IllegalStateException("this installation has not started a " + name);
    }
    return found;
  }

  /** Brings everything up; when it returns, jobs can run. On failure, close what was started. */
  public void start() throws InstallationFailed, InterruptedException {
    Instant begin = Instant.now();
    ExecutorService fetches = Executors.newVirtualThreadPerTaskExecutor();
    try {
      takeFolder();
      CompletableFuture<Void> jars = new CompletableFuture<>();
      List<Component> begun = beginControlPlane();
      fetches.execute(() -> complete(jars));
      awaitControlPlane(begun);
      jars.get();
      startPool(begin);
    } catch (IOException e) {
      throw InstallationFailed.of(e);
    } catch (ExecutionException e) {
      throw InstallationFailed.of(e.getCause());
    } finally {
      // Not close(): after a failure, nobody is to wait for the rest of a fetch.
      fetches.shutdownNow();
    }
  }

  /** Kafka alone, for those who measure it or what runs on it. */
  public void startBrokerOnly() throws InstallationFailed, InterruptedException {
    try {
      takeFolder();
      begin(programs.broker()).awaitReady();
    } catch (IOException e) {
      throw InstallationFailed.of(e);
    }
  }

  /** Everything but Spark servers: clients are let in, and find no engine. */
  public void startWithoutEngines() throws InstallationFailed, InterruptedException {
    try {
      takeFolder();
      awaitControlPlane(beginControlPlane());
    } catch (IOException e) {
      throw InstallationFailed.of(e);
    }
  }

  /** Brings up Kafka and the registry only, for whoever runs the roles himself. */
  public void startBackboneOnly() throws InstallationFailed, InterruptedException {
    try {
      takeFolder();
      for (Component component : beginBackbone()) {
        component.awaitReady();
      }
    } catch (IOException e) {
      throw InstallationFailed.of(e);
    }
  }

  /** Some roles in a process of their own, on a backbone that runs; for those who measure them. */
  public Component startRoles(RolesProcess process)
      throws InstallationFailed, InterruptedException {
    Component component = begin(programs.server(process, http));
    component.awaitReady();
    return component;
  }

  private void takeFolder() throws IOException, InstallationFailed, InterruptedException {
    plan.folder().create();
    synchronized (this) {
      refuseWhenClosed();
      lock = FolderLock.acquire(plan.folder());
    }
    FolderFormat.claim(plan.folder());
    InternalKey.prepare(plan.folder());
    awaitFreePorts();
  }

  /** The children of an installation that was killed a moment ago still hold their ports. */
  private void awaitFreePorts() throws InstallationFailed, InterruptedException {
    Map<Integer, String> wanted = plan.ports().own(plan.backbone());
    Instant deadline = Instant.now().plus(PORTS_FREE_WITHIN);
    List<String> taken = Ports.taken(wanted);
    while (!taken.isEmpty()) {
      if (Instant.now().isAfter(deadline)) {
        throw new InstallationFailed(
            InstallationFailed.Fault.SURROUNDINGS,
            "%s taken by another program; stop it or move all ports with %s"
                .formatted(
                    String.join(", ", taken) + (taken.size() == 1 ? " is" : " are"),
                    plan.ports().wayOut(plan.backbone())));
      }
      Thread.sleep(PAUSE);
      taken = Ports.taken(wanted);
    }
  }

  /** All at once: the control plane waits for Kafka and the registry while its JVM warms up. */
  private List<Component> beginControlPlane()
      throws IOException, InstallationFailed, InterruptedException {
    List<Component> begun = beginBackbone();
    begun.add(begin(programs.controlPlane(http)));
    return begun;
  }

  private List<Component> beginBackbone()
      throws IOException, InstallationFailed, InterruptedException {
    List<Component> begun = new ArrayList<>();
    if (plan.backbone() instanceof Backbone.Embedded) {
      begun.add(begin(programs.broker()));
    }
    if (plan.backbone().hasOwnRegistry()) {
      begun.add(begin(new RegistryProgram(plan, programs, http).blueprint(fetching)));
    }
    return begun;
  }

  /** In the order of dependence, so that what is said is the cause and not its consequence. */
  private void awaitControlPlane(List<Component> begun)
      throws IOException, InstallationFailed, InterruptedException {
    for (Component component : begun) {
      component.awaitReady();
    }
    new FirstReleases(plan, http).register();
  }

  private void complete(CompletableFuture<Void> jars) {
    try {
      PinnedArtifacts cache = new PinnedArtifacts(plan.home().maven(), plan.cache());
      for (EngineVersion version : plan.engines()) {
        cache.fetch(plan.home().engine(version), fetching);
      }
      jars.complete(null);
    } catch (IOException | RuntimeException e) {
      jars.completeExceptionally(e);
    }
  }

  private void startPool(Instant begin) throws InstallationFailed, InterruptedException {
    EngineStates states;
    synchronized (this) {
      refuseWhenClosed();
      states = new EngineStates(addresses().kafka(), plan.engines(), listener, begin);
      engines = states;
    }
    begin(programs.pool(states)).awaitReady();
  }

  private Component begin(Blueprint blueprint) throws InstallationFailed {
    Component component = new Component(blueprint, listener);
    synchronized (this) {
      refuseWhenClosed();
      components.put(component.name(), component);
      component.start();
    }
    return component;
  }

  private void refuseWhenClosed() throws InstallationFailed {
    if (closed) {
      throw new InstallationFailed("the installation was stopped while it started");
    }
  }

  /** Waits until a component is given up; returns the sentence that says why. */
  public String awaitFailure() throws InterruptedException {
    try {
      return failure.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a failure is always a value", e);
    }
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  /** Stops everything, the last started first. */
  @Override
  public void close() {
    List<Component> started;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      started = new ArrayList<>(components.values());
    }
    // All of them first: Ctrl-C on a terminal reaches the children too.
    started.forEach(Component::retire);
    started.reversed().forEach(Component::close);
    http.close();
    try {
      if (engines != null) {
        engines.close();
      }
      if (lock != null) {
        if (plan.ephemeral()) {
          plan.folder().delete();
        }
        lock.close();
      }
    } catch (IOException e) {
      listener.on(new Happening.GivenUp("folder", "could not tidy up: " + e.getMessage()));
    }
  }
}
