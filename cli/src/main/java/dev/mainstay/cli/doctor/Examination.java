package dev.mainstay.cli.doctor;

import dev.mainstay.Mainstay;
import dev.mainstay.MainstayBuilder;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.call.EmbeddingResponse;
import dev.mainstay.call.MainstayException;
import dev.mainstay.failure.Failure;
import dev.mainstay.gateway.config.GatewayConfig;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.model.ChatRequestBuilder;
import dev.mainstay.model.EmbeddingRequest;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Asks each deployment of a configuration one cheap question, several at a time: once, without
 * retries and without going anywhere else.
 */
final class Examination implements AutoCloseable {
  private static final int AT_ONCE = 8;
  // What it may cost: reasoning models spend some before their first word.
  private static final int MOST_TOKENS = 16;

  private final Mainstay mainstay;
  private final List<Deployment> deployments;
  private final CallOptions options;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore places = new Semaphore(AT_ONCE);

  /** Of every deployment of {@code config}, each of which has {@code patience} to answer. */
  Examination(GatewayConfig config, Duration patience) {
    Map<String, String> environment = config.environment().toMap();
    // With the address that the environment tells, so that the region can be named.
    this.deployments =
        config.deployments().stream().map(each -> Advice.whole(each, environment)).toList();
    this.options = CallOptions.none().withRetries(0).withTimeout(patience);
    MainstayBuilder builder = Mainstay.builder().environment(environment);
    deployments.forEach(each -> builder.group(each.id(), each));
    this.mainstay = builder.onlyConfiguredGroups().build();
  }

  /** What is found, in the order of the configuration, each when it is known. */
  List<Future<Finding>> begin() {
    return deployments.stream().map(each -> threads.submit(() -> examine(each))).toList();
  }

  private Finding examine(Deployment deployment) throws InterruptedException {
    if (deployment.model().contains("*") || deployment.provider().contains("*")) {
      return new Finding.Skipped(deployment, "it stands for many models; ask one by its name");
    }
    places.acquire();
    try {
      return deployment.info().has(ModelFeature.EMBEDDINGS).orElse(false)
          ? embed(deployment)
          : ask(deployment, true);
    } finally {
      places.release();
    }
  }

  private Finding embed(Deployment deployment) {
    try {
      EmbeddingResponse answer =
          mainstay.embed(EmbeddingRequest.of(deployment.id(), "OK"), options);
      return new Finding.Sound(deployment, answer.calls().getFirst().duration());
    } catch (MainstayException e) {
      return new Finding.Ill(deployment, e.failure());
    }
  }

  private Finding ask(Deployment deployment, boolean isBounded) {
    ChatRequestBuilder question =
        ChatRequest.builder(deployment.id()).user("Answer with the word OK.");
    if (isBounded) {
      question.maxCompletionTokens(MOST_TOKENS);
    }
    try {
      ChatResponse answer = mainstay.chat(question.build(), options);
      return new Finding.Sound(deployment, answer.metadata().duration());
    } catch (MainstayException e) {
      // Some servers do not know that field; then the answer is as short as the model makes it.
      return isBounded && isOfRequest(e.failure())
          ? ask(deployment, false)
          : new Finding.Ill(deployment, e.failure());
    }
  }

  private static boolean isOfRequest(Failure failure) {
    return failure instanceof Failure.BadRequest
        || failure instanceof Failure.UnsupportedParameter
        || failure instanceof Failure.Unprocessable;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    mainstay.close();
  }
}
