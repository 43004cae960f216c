package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.provider.ModelFeature;
import dev.mainstay.provider.ModelInfo;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import dev.mainstay.simulator.script.ScriptBuilder;
import java.util.function.Consumer;

/** A client whose model says what is written down: needs no key and no network. */
final class Simulated {
  private static final ModelInfo ABLE =
      ModelInfo.unknown().with(ModelFeature.JSON_SCHEMA, true).with(ModelFeature.TOOLS, true);

  private Simulated() {}

  /** Runs {@code example} with a group {@code chat} whose model gives {@code answers} in order. */
  static void run(Consumer<Mainstay> example, Answer... answers) {
    ScriptBuilder script = Script.builder();
    for (Answer answer : answers) {
      script = script.then(answer);
    }
    try (Simulator simulator =
            Simulator.start(script.thenAlways(answers[answers.length - 1]).build());
        Mainstay mainstay =
            Mainstay.builder()
                .group(
                    "chat",
                    Deployment.of("openai/gpt-4o")
                        .withEndpoint(simulator.url())
                        .withKey("sk-test")
                        .withInfo(ABLE))
                .build()) {
      example.accept(mainstay);
    }
  }
}
