package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.routing.Affinity;
import dev.mainstay.routing.Alias;
import dev.mainstay.routing.Aliases;
import dev.mainstay.routing.Fallbacks;
import dev.mainstay.routing.Strategy;
import java.util.List;
import java.util.Map;

/** Which deployment gets a call, and where it goes when its group cannot serve it. */
final class Routing {
  private Routing() {}

  static Mainstay routes() {
    return Mainstay.builder()
        .group(
            "chat",
            Deployment.of("openai/gpt-4o")
                .withOrder(1)
                .withWeight(3)
                .withInfo(ModelInfo.unknown().withMaxInputTokens(128_000)),
            Deployment.of("openai/gpt-4.1").withOrder(1).withWeight(1),
            Deployment.of("groq/openai/gpt-oss-120b").withOrder(2))
        .group("long", Deployment.of("openai/gpt-4.1"))
        .group("groq/*", Deployment.of("groq/*"))
        .strategy(Strategy.latencyBased())
        .affinity(Affinity.SESSION)
        .aliases(new Aliases(List.of(Alias.of("gpt-4", "chat"))))
        .fallbacks(
            Fallbacks.none()
                .withContextWindow(Map.of("chat", List.of("long")))
                .withDefault(List.of("groq/openai/gpt-oss-20b")))
        .build();
  }
}
