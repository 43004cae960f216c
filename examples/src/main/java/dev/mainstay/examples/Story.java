package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.call.ChatStream;
import dev.mainstay.model.ChatEvent;
import dev.mainstay.model.ChatEvent.TextDelta;
import dev.mainstay.policy.RetryPolicy;
import dev.mainstay.provider.Deployment;

/** A streamed call with two deployments, a fallback and a retry policy. */
public final class Story {
  private Story() {}

  /** Prints a story as it is told. Needs OPENAI_API_KEY and GROQ_API_KEY. */
  public static void main(String[] args) {
    Mainstay mainstay =
        Mainstay.builder()
            .group("chat", Deployment.of("openai/gpt-4o"), Deployment.of("openai/gpt-4o-mini"))
            .group("backup", Deployment.of("groq/openai/gpt-oss-120b"))
            .fallback("chat", "backup")
            .retries(RetryPolicy.builder().onRateLimit(5).build())
            .build();
    try (ChatStream stream = mainstay.stream("chat", "Tell me a story")) {
      for (ChatEvent event : stream) {
        if (event instanceof TextDelta(String text)) {
          System.out.print(text);
        }
      }
      System.out.println(stream.metadata().attempts());
    }
  }
}
