package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.CallEvent;
import dev.mainstay.call.ChatResponse;
import dev.mainstay.model.ChatRequest;
import dev.mainstay.policy.Backoff;
import dev.mainstay.policy.CallOptions;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.policy.Timeouts;
import dev.mainstay.provider.Deployment;
import java.time.Duration;
import java.util.List;

/** How to set what is not to be left to its default. */
final class Settings {
  private Settings() {}

  static Mainstay retries() {
    return Mainstay.builder()
        .group("chat", Deployment.of("openai/gpt-4o"))
        .retries(RetryPolicy.builder().retries(3).onRateLimit(5).onTimeout(0).build())
        .retries("chat", RetryPolicy.builder().onServerError(4).build())
        .backoff(Backoff.defaults().withMaxRetryWait(Duration.ofSeconds(30)))
        .build();
  }

  static Mainstay timeouts() {
    return Mainstay.builder()
        .timeouts(
            Timeouts.defaults()
                .withFirstToken(Duration.ofSeconds(60))
                .withIdle(Duration.ofSeconds(30))
                .withAttempt(Duration.ofSeconds(120)))
        .build();
  }

  static ChatResponse oneCall(Mainstay mainstay) {
    return mainstay.chat(
        ChatRequest.of("chat", "Hello"),
        CallOptions.none()
            .withRetries(1)
            .withTimeout(Duration.ofSeconds(20))
            .withFallbacks(List.of("backup")));
  }

  static Mainstay listener() {
    return Mainstay.builder()
        .listener(event -> {
          if (event instanceof CallEvent.AttemptFailed failed) {
            System.err.println(failed.deployment() + ": " + failed.failure().message());
          }
        })
        .build();
  }
}
