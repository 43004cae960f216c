package dev.mainstay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mainstay.simulator.Simulator;
import dev.mainstay.simulator.script.Answer;
import dev.mainstay.simulator.script.Script;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The gateway as a process, which real signals reach. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@Execution(ExecutionMode.CONCURRENT)
class GatewayProcessTest {
  @TempDir private Path folder;

  @Test
  void sigtermLetsAStreamInFlightFinishAndEndsWithZero() throws Exception {
    Answer answer = Answer.text("one two three four five six seven").pace(Duration.ofMillis(60));
    try (Simulator provider = Simulator.start(Script.always(answer));
        HttpClient client = HttpClient.newHttpClient()) {
      Process gateway = start(provider);
      try {
        Iterator<String> events = stream(client, url(gateway)).iterator();
        String first = events.next();

        // Process.destroy() would close its outputs as well.
        gateway.toHandle().destroy();
        String last = first;
        while (events.hasNext()) {
          String line = events.next();
          last = line.isEmpty() ? last : line;
        }

        assertThat(last).isEqualTo("data: [DONE]");
        assertThat(gateway.waitFor()).isZero();
        assertThat(gateway.errorReader().lines()).anyMatch(line -> line.contains("stopping"));
      } finally {
        gateway.destroyForcibly();
      }
    }
  }

  // A signal that nobody waits for would end the process.
  @Test
  void sighupBringsAChangedConfigurationIntoForce() throws Exception {
    try (Simulator provider = Simulator.start();
        HttpClient client = HttpClient.newHttpClient()) {
      Process gateway = start(provider);
      try {
        URI models = url(gateway).resolve("/v1/models/other");
        assertThat(status(client, models)).isEqualTo(404);

        Path config = folder.resolve("config.yaml");
        Files.writeString(config, Files.readString(config).replace("name: chat", "name: other"));
        Process kill = new ProcessBuilder("kill", "-HUP", Long.toString(gateway.pid())).start();

        assertThat(kill.waitFor()).isZero();
        assertThat(
                gateway
                    .errorReader()
                    .lines()
                    .anyMatch(line -> line.endsWith("has changed and is in force")))
            .isTrue();
        assertThat(status(client, models)).isEqualTo(200);
        assertThat(gateway.isAlive()).isTrue();
      } finally {
        gateway.destroyForcibly();
      }
    }
  }

  private static int status(HttpClient client, URI url) throws IOException, InterruptedException {
    return client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding()).statusCode();
  }

  private Process start(Simulator provider) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            model_list:
              - model_name: chat
                litellm_params: {model: openai/gpt-4o, api_key: sk-test-of-the-process, api_base: "%s"}
            """
                .formatted(provider.url()));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "gateway",
            "--config",
            config.toString(),
            "--port",
            "0")
        .start();
  }

  private static URI url(Process gateway) throws IOException {
    BufferedReader out = gateway.inputReader(StandardCharsets.UTF_8);
    String first = String.valueOf(out.readLine());
    assertThat(first).startsWith("mainstay gateway at http://127.0.0.1:");
    return URI.create(first.substring(first.indexOf("http")) + "/chat/completions");
  }

  private static Stream<String> stream(HttpClient client, URI url)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .header("content-type", "application/json")
            .POST(
                BodyPublishers.ofString(
                    "{\"model\": \"chat\", \"stream\": true, \"messages\":"
                        + " [{\"role\": \"user\", \"content\": \"Count\"}]}"))
            .build();
    return client.send(request, BodyHandlers.ofLines()).body();
  }
}
