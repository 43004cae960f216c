package dev.mainstay.examples;

import dev.mainstay.Mainstay;
import dev.mainstay.provider.Deployment;
import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Fault;
import dev.mainstay.simulator.script.Script;
import java.time.Duration;

/** A call through a provider that fails as a script says. */
public final class Rehearsal {
  private Rehearsal() {}

  /** Prints the answer and how often it was asked for. Needs no key and no network. */
  public static void main(String[] args) {
    Script script =
        Script.builder()
            .first(Fault.status(429).retryAfter(Duration.ofMillis(50)))
            .then(Fault.reset().after(0))
            .thenAlways(Answer.text("Hello after all"))
            .build();
    try (Simulator simulator = Simulator.start(script);
        Mainstay mainstay =
            Mainstay.builder()
                .group(
                    "chat",
                    Deployment.of("openai/gpt-4o").withEndpoint(simulator.url()).withKey("sk-test"))
                .build()) {
      System.out.println(mainstay.chat("chat", "Hi").text());
      System.out.println(simulator.requestCount() + " requests");
    }
  }
}
