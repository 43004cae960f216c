package dev.mainstay.cli;

import static dev.mainstay.transport.RealTime.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class SimulateCommandTest {
  @TempDir private Path folder;

  private final Captured terminal = new Captured();

  @Test
  void scriptIsPlayedAndEachRequestIsLogged() throws Exception {
    Path script = Files.writeString(folder.resolve("script.yaml"), "- {status: 503}\n");
    try (Simulator simulator = started(script.toString(), "--port", "0")) {

      int status = ask(simulator.url());

      assertThat(status).isEqualTo(503);
      await()
          .untilAsserted(() ->
              assertThat(terminal.out())
                  .matches(
                      "\\d\\d:\\d\\d:\\d\\d #1 POST /v1/chat/completions gpt-4o streamed:"
                          + " answered after .*\n"));
    }
  }

  @Test
  void withoutAScriptEveryRequestIsAnswered() throws Exception {
    try (Simulator simulator = started("--port", "0")) {

      int status = ask(simulator.url());

      assertThat(status).isEqualTo(200);
    }
  }

  @Test
  void portInUseIsToldWithTheRemedy() {
    try (Simulator other = Simulator.start()) {

      int code = terminal.run("simulate", "--port", Integer.toString(other.port()));

      assertThat(code).isEqualTo(1);
      assertThat(terminal.err())
          .contains("port " + other.port() + " of 127.0.0.1 is in use")
          .contains("--port")
          .hasLineCount(1);
    }
  }

  @Test
  void portThatIsNoneIsMisuse() {
    int code = terminal.run("simulate", "--port", "70000");

    assertThat(code).isEqualTo(2);
    assertThat(terminal.err()).contains("70000 is not a port");
  }

  @Test
  void mistakeInAScriptIsToldByFileAndLine() throws IOException {
    Path script = Files.writeString(folder.resolve("script.yaml"), "- {stauts: 503}\n");

    int code = terminal.run("simulate", script.toString());

    assertThat(code).isEqualTo(1);
    assertThat(terminal.err()).contains("script.yaml").contains("stauts");
  }

  private Simulator started(String... args) {
    SimulateCommand command = new SimulateCommand(terminal.terminal());
    new CommandLine(command).parseArgs(args);
    return command.start();
  }

  private static int ask(URI url) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
              .POST(
                  BodyPublishers.ofString(
                      "{\"model\": \"gpt-4o\", \"stream\": true, \"messages\":"
                          + " [{\"role\": \"user\", \"content\": \"Hello\"}]}"))
              .build();
      return client.send(request, BodyHandlers.ofString()).statusCode();
    }
  }
}
