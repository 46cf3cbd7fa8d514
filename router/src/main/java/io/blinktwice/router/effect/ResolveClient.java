package io.blinktwice.router.effect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.blinktwice.contract.Attempt;
import io.blinktwice.contract.EngineVersion;
import io.blinktwice.contract.EnvironmentRule;
import io.blinktwice.contract.InvalidIdentifier;
import io.blinktwice.contract.WorkloadId;
import io.blinktwice.contract.WorkloadIdentity;
import io.blinktwice.contract.WorkspaceId;
import io.blinktwice.router.decision.CallIdentity;
import io.blinktwice.router.decision.VersionChoice;
import io.blinktwice.router.decision.WantedSize;
import io.blinktwice.router.metrics.RouterMetrics;
import io.blinktwice.runtime.access.Caller;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks resolve which version an attempt gets, and never for longer than {@link #LIMIT}: a control
 * plane that is away must not stop a job.
 *
 * <p>Then the workload's last answer holds for as long as it said it would, else the fleet's stable
 * version as last heard of, else the version that this gateway was configured with, and run events
 * say so. A second attempt never gets the last answer: that is what the first one failed on.
 */
public final class ResolveClient implements AutoCloseable {
  /** What the architecture promises a run to wait for the control plane at most. */
  public static final Duration LIMIT = Duration.ofMillis(500);

  private static final Logger LOG = LoggerFactory.getLogger(ResolveClient.class);
  private static final int WORKLOADS_REMEMBERED = 10_000;

  /** The rule by which resolve says that it knows of this very attempt. */
  private static final String ALREADY_STARTED = "already-started";

  private static final int CONFLICT = 409;

  /** A day, in seconds: no answer about a roll-out is true for longer. */
  private static final long LONGEST_VALIDITY = 86_400;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI endpoint;
  private final SecretInFile apiKey;
  private final HttpClient http;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final LongSupplier nanos;
  private final Map<Workload, Answer> lastAnswers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Workload, Answer> eldest) {
          return size() > WORKLOADS_REMEMBERED;
        }
      };
  private volatile EngineVersion stable;

  /**
   * @param expires by the clock of {@code nanos}
   */
  private record Answer(VersionChoice choice, long expires) {}

  private record Workload(
      WorkspaceId workspace, WorkloadIdentity identity, @Nullable String environment) {}

  public ResolveClient(URI base, EngineVersion fallback, SecretInFile apiKey) {
    this(base, fallback, apiKey, System::nanoTime);
  }

  /**
   * @param nanos a clock that never goes back
   */
  ResolveClient(URI base, EngineVersion fallback, SecretInFile apiKey, LongSupplier nanos) {
    this.apiKey = apiKey;
    this.nanos = nanos;
    this.endpoint = URI.create(base.toString().replaceAll("/+$", "") + "/v1/resolve");
    this.stable = fallback;
    // HTTP/1.1: an attempted upgrade would cost every first answer a round trip.
    // Redirects: the instance that was asked may not be the one that owns the workload.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NORMAL)
            .connectTimeout(LIMIT)
            .build();
  }

  /**
   * Of a call whose workload is known.
   *
   * @throws EnvironmentRefused if no version suits the environment that it declares
   */
  public VersionChoice versionOf(CallIdentity call) {
    WorkloadIdentity identity = Objects.requireNonNull(call.workload(), "its workload is known");
    Workload workload = new Workload(call.workspace(), identity, call.environment());
    Attempt attempt = call.attempt();
    try {
      Answer answer = ask(workload, attempt);
      RouterMetrics.RESOLVES.increment("answered");
      synchronized (lastAnswers) {
        lastAnswers.put(workload, answer);
      }
      return answer.choice();
    } catch (NoAnswer e) {
      RouterMetrics.RESOLVES.increment("unanswered");
      VersionChoice instead = withoutAnswer(workload, attempt);
      LOG.atWarn()
          .addKeyValue("workspace", call.workspace())
          .addKeyValue("workload", identity.name())
          .addKeyValue("attempt", attempt)
          .addKeyValue("version", instead.version())
          .addKeyValue("why", e.getMessage())
          .log("Resolve gave no answer; the last known or the stable version is used");
      return instead;
    }
  }

  /** For clients that name no workload: the fleet's stable version, as far as it was heard of. */
  public EngineVersion stable() {
    return stable;
  }

  private VersionChoice withoutAnswer(Workload workload, Attempt attempt) {
    Answer last;
    synchronized (lastAnswers) {
      last = lastAnswers.get(workload);
    }
    boolean holds = last != null && last.expires() - nanos.getAsLong() > 0;
    return last != null && holds && attempt.number() == 1
        ? last.choice().asFallback()
        : VersionChoice.unasked(stable, true);
  }

  /**
   * The blocking call, on a thread of its own: the asynchronous one completes on the JVM's common
   * pool, where anybody's blocking task would make resolve look dead.
   */
  private Answer ask(Workload workload, Attempt attempt) throws NoAnswer {
    Future<HttpResponse<String>> asked =
        threads.submit(
            () -> http.send(request(workload, attempt), HttpResponse.BodyHandlers.ofString()));
    try {
      HttpResponse<String> response = asked.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() == CONFLICT && workload.environment() != null) {
        refuseForEnvironment(response.body());
      }
      if (response.statusCode() != 200) {
        throw new NoAnswer("status " + response.statusCode());
      }
      return read(response.body());
    } catch (TimeoutException e) {
      throw new NoAnswer("no answer within " + LIMIT.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw new NoAnswer(String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NoAnswer("interrupted");
    } finally {
      asked.cancel(true);
    }
  }

  private static void refuseForEnvironment(String body) throws NoAnswer {
    try {
      JsonNode problem = JSON.readTree(body);
      if (EnvironmentRule.isOne(problem.path("rule").asText())) {
        RouterMetrics.RESOLVES.increment("refused");
        throw new EnvironmentRefused(problem.path("detail").asText());
      }
    } catch (JsonProcessingException e) {
      throw new NoAnswer("a refusal that cannot be read: " + e.getMessage());
    }
  }

  private HttpRequest request(Workload workload, Attempt attempt) {
    ObjectNode asked =
        whose(workload.identity())
            .put("run", attempt.run().value())
            .put("attempt", attempt.number());
    if (workload.environment() != null) {
      asked.put("environment", workload.environment());
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(LIMIT)
            .header("Content-Type", "application/json")
            .header(Caller.WORKSPACE_HEADER, workload.workspace().value())
            .POST(HttpRequest.BodyPublishers.ofString(asked.toString()));
    String key = apiKey.now();
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    return request.build();
  }

  private static ObjectNode whose(WorkloadIdentity identity) {
    ObjectNode body = JSON.createObjectNode();
    switch (identity) {
      case WorkloadIdentity.Named(WorkloadId name) -> body.put("workload", name.value());
      case WorkloadIdentity.PlanShape(String hash) -> body.put("planShape", hash);
      case WorkloadIdentity.Job(String name, var entryPoint, var task, var parameters) -> {
        ObjectNode job =
            body.putObject("job").put("name", name).put("entryPoint", entryPoint).put("task", task);
        parameters.forEach(job.putArray("parameters")::add);
      }
    }
    return body;
  }

  private Answer read(String body) throws NoAnswer {
    try {
      JsonNode answer = JSON.readTree(body);
      if (answer.hasNonNull("stable")) {
        stable = new EngineVersion(answer.get("stable").asText());
      }
      VersionChoice choice =
          new VersionChoice(
              new EngineVersion(answer.path("version").asText()),
              answer.hasNonNull("decisionId") ? answer.get("decisionId").asText() : null,
              answer.hasNonNull("epoch") ? answer.get("epoch").asLong() : null,
              false,
              answer.hasNonNull("rule") && !ALREADY_STARTED.equals(answer.get("rule").asText()),
              size(answer));
      long seconds = Math.clamp(answer.path("validForSeconds").asLong(), 0, LONGEST_VALIDITY);
      return new Answer(choice, nanos.getAsLong() + TimeUnit.SECONDS.toNanos(seconds));
    } catch (JsonProcessingException | InvalidIdentifier e) {
      throw new NoAnswer("an answer that cannot be read: " + e.getMessage());
    }
  }

  private static @Nullable WantedSize size(JsonNode answer) {
    String name = answer.hasNonNull("size") ? answer.get("size").asText() : null;
    long memory = Math.max(0, answer.path("memoryBytes").asLong());
    boolean alone = answer.path("alone").asBoolean();
    return name == null && memory == 0 && !alone ? null : new WantedSize(name, memory, alone);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    http.shutdownNow();
  }

  private static final class NoAnswer extends Exception {
    private static final long serialVersionUID = 1L;

    NoAnswer(String why) {
      super(why);
    }
  }
}
