package dev.mainstay.cli.demo;

import dev.mainstay.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/**
 * Calls to a gateway that is a process of its own, so that what Java remembers of it is what a
 * gateway loads, and nothing of the provider and the client here.
 */
public final class GatewayRehearsal {
  /** The variable in which the gateway's configuration finds the address of its provider. */
  private static final String PROVIDER = "REHEARSAL_PROVIDER";

  private final List<Scenario> scenarios = Scenarios.all().subList(0, 2);
  private final ProcessBuilder starting;

  private GatewayRehearsal(List<String> command) {
    this.starting = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Of the gateway that {@code command} starts. */
  public static GatewayRehearsal of(List<String> command) {
    return new GatewayRehearsal(command);
  }

  /**
   * Has the gateway answer as a provider fails, and stops it.
   *
   * @throws IOException if it does not start, or fails its client
   * @throws InterruptedException if the thread is interrupted
   */
  public void run() throws IOException, InterruptedException {
    try (Simulator provider = Simulator.start(DemoStage.script(scenarios))) {
      starting.environment().put(PROVIDER, provider.url().toString());
      Process gateway = starting.start();
      try (BufferedReader said = gateway.inputReader()) {
        call(greeted(said));
      } finally {
        gateway.destroy();
        gateway.waitFor();
      }
    }
  }

  // As in "mainstay gateway at http://127.0.0.1:4000/v1".
  private static String greeted(BufferedReader said) throws IOException {
    String line = Objects.requireNonNullElse(said.readLine(), "");
    int url = line.indexOf("http");
    if (url < 0) {
      throw new IOException("the gateway has not started: " + line);
    }
    return line.substring(url).strip();
  }

  private void call(String base) throws IOException, InterruptedException {
    try (Client client = new Client(URI.create(base + "/chat/completions"))) {
      for (Scenario scenario : scenarios) {
        client.call(scenario, false, text -> {});
        client.call(scenario, true, text -> {});
      }
    }
  }
}
